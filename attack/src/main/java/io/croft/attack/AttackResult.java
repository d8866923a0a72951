package io.croft.attack;

import io.croft.core.Isolation;

/**
 * What became of one attack in one isolation.
 *
 * @param attack which
 * @param isolation where the attacker and the victim live
 * @param server the server of their homes
 * @param outcome how it ended
 * @param evidence the SQLSTATEs, counts or the reason that tell it; no secret, no row of a tenant
 * @param control what became of it where its one defence is missing
 * @param controlEvidence what the attack reached there, or why the control was not run
 * @param millis how long the attack took, without its control
 */
public record AttackResult(
    Attack attack,
    Isolation isolation,
    String server,
    Outcome outcome,
    String evidence,
    ControlOutcome control,
    String controlEvidence,
    double millis) {

  /** Returns true when the attack was let through or could not be tried, or proves nothing. */
  public boolean isFinding() {
    return outcome == Outcome.THROUGH
        || outcome == Outcome.ERROR
        || control == ControlOutcome.FAILS;
  }
}
