package io.croft.move;

import java.util.Locale;

/**
 * What came of a trial.
 *
 * @param acknowledged how many transfers were acknowledged
 * @param unknown of how many nobody knows
 * @param errors how many errors clients were shown
 * @param longestMillis the longest time that an acknowledged transfer took
 */
record TrialResult(
    Cell cell,
    Outcome outcome,
    LedgerAudit.Findings findings,
    int acknowledged,
    int unknown,
    int errors,
    long longestMillis) {

  /** How the move ended. */
  enum Outcome {
    /** By itself: the fault has not stopped it. */
    SURVIVED,
    /** Another mover has finished it. */
    FINISHED,
    /** Another mover has undone it. */
    UNDONE;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  TrialResult(Cell cell, Outcome outcome, LedgerAudit.Findings findings, LedgerClients clients) {
    this(
        cell,
        outcome,
        findings,
        clients.acknowledged().size(),
        clients.unknown().size(),
        clients.errors().size(),
        clients.longestMillis());
  }

  String line() {
    return "%-48s %-8s %5d acknowledged, %2d unknown, %3d errors, longest %5d ms%s"
        .formatted(
            cell,
            outcome.word(),
            acknowledged,
            unknown,
            errors,
            longestMillis,
            findings.none() ? "" : " " + findings);
  }
}
