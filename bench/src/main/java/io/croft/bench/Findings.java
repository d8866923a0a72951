package io.croft.bench;

import java.util.ArrayList;
import java.util.List;

/** What the parts of a benchmark have found, in the order in which they ran. */
final class Findings {

  private final List<Outcome> outcomes = new ArrayList<>();
  private final List<Table> tables = new ArrayList<>();

  void add(Outcome outcome) {
    outcomes.add(outcome);
  }

  void add(Table table) {
    tables.add(table);
  }

  List<Outcome> outcomes() {
    return List.copyOf(outcomes);
  }

  List<Table> tables() {
    return List.copyOf(tables);
  }
}
