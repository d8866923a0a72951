package io.croft.doctor;

import io.croft.gate.Gate;
import io.croft.gate.GateStatus;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Compares the gate of a database with the one that this library ships. */
final class GateCheck {

  /** Shortfalls that rules of their own find, object by object. */
  private static final Set<String> FOUND_ELSEWHERE =
      Set.of("no-event-triggers", "built-ins-open-to-all", "database-open-to-all");

  private final Connection connection;
  private final Place place;
  private final Findings findings;

  GateCheck(Connection connection, Place place, Findings findings) {
    this.connection = connection;
    this.place = place;
    this.findings = findings;
  }

  /**
   * Compares what {@code wanted} names, and returns whether the gate is of this version: the rules
   * know the tables of no other.
   */
  boolean compare(Predicate<Rule> wanted) {
    try {
      if (!GateStatus.version(connection).equals(Optional.of(Gate.VERSION))) {
        return other();
      }
      if (wanted.test(Rules.GATE_FUNCTION)) {
        GateStatus status = GateStatus.read(connection);
        status.drift().forEach(this::drift);
        status.shortfalls().stream()
            .filter(each -> !FOUND_ELSEWHERE.contains(each.code()))
            .forEach(this::shortfall);
      }
    } catch (SQLException e) {
      findings.couldNotRun(Rules.GATE_FUNCTION, place, DatabaseAudit.reason(e));
    }
    return true;
  }

  private boolean other() throws SQLException {
    String found = GateStatus.version(connection).map(v -> "version " + v).orElse("no version");
    String detail = found + ", expected version " + Gate.VERSION;
    findings.add(Finding.of(Rules.GATE_VERSION, place, "schema croft", detail));
    findings.add(
        Finding.of(Rules.COULD_NOT_RUN, place, "every rule", "the gate has another version"));
    return false;
  }

  private void drift(GateStatus.Drift drift) {
    Rule rule = drift.difference().equals("foreign") ? Rules.GATE_STRANGER : Rules.GATE_FUNCTION;
    findings.add(
        new Finding(
            rule,
            place,
            drift.object(),
            drift.difference(),
            drift.mend(),
            rule.repaired() && drift.mend().isPresent()));
  }

  private void shortfall(GateStatus.Shortfall shortfall) {
    findings.add(
        Finding.of(
            Rules.GATE_SHORTFALL,
            place,
            "shortfall " + shortfall.code(),
            shortfall.found() + ": " + shortfall.consequence()));
  }
}
