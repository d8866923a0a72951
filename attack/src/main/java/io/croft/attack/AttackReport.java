package io.croft.attack;

import io.croft.core.Isolation;
import java.util.List;

/**
 * What a run has found.
 *
 * @param results by isolation and server, in the order of the catalogue
 * @param millis how long the whole run took
 */
public record AttackReport(List<AttackResult> results, double millis) {

  /** Copies the results. */
  public AttackReport {
    results = List.copyOf(results);
  }

  /**
   * Returns true when something was tried, nothing went through or failed otherwise, and no control
   * failed.
   */
  public boolean isClean() {
    return results.stream().noneMatch(AttackResult::isFinding)
        && results.stream().anyMatch(r -> r.outcome() != Outcome.NOT_RUN_HERE);
  }

  /** Returns the results of one isolation. */
  public List<AttackResult> in(Isolation isolation) {
    return results.stream().filter(r -> r.isolation() == isolation).toList();
  }

  /** Returns how many attacks ended so. */
  public long count(Outcome outcome) {
    return results.stream().filter(r -> r.outcome() == outcome).count();
  }

  /** Returns how many controls ended so. */
  public long count(ControlOutcome outcome) {
    return results.stream().filter(r -> r.control() == outcome).count();
  }
}
