package io.croft.test;

import java.util.ArrayList;
import java.util.List;

/** What a trial has found, as it is told to who reads the failed test. */
final class Findings {

  private final String tenant;
  private final String other;
  private final List<String> all = new ArrayList<>();

  /**
   * @param tenant the name of who must not see
   * @param other the name of who must not be seen
   */
  Findings(String tenant, String other) {
    this.tenant = tenant;
    this.other = other;
  }

  String tenant() {
    return tenant;
  }

  String other() {
    return other;
  }

  void add(Relation relation, String found, String hint) {
    add(relation.described(), found, hint);
  }

  void add(String what, String found, String hint) {
    all.add("  " + what + ": " + found + "\n    -> " + hint);
  }

  /** Raises all that was found, if anything was. */
  void raise() {
    if (!all.isEmpty()) {
      throw new AssertionError(
          "it is not proven that %s cannot see %s:\n%s"
              .formatted(tenant, other, String.join("\n", all)));
    }
  }
}
