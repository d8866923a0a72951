package io.croft.attack;

import java.sql.SQLException;
import java.util.Optional;

/**
 * How one attack ended on one ground.
 *
 * @param millis how long it took, with the preparation of the ground
 */
record Tried(Outcome outcome, String evidence, double millis) {

  /** Takes a defence away after the ground was prepared; nothing for the shipped set-up. */
  @FunctionalInterface
  interface Weakening {
    Weakening NONE = () -> {};

    void apply() throws SQLException;
  }

  /** Gives the ground its rows anew, and tries the attack. */
  static Tried anew(Ground ground, Attack attack, Optional<Weakness> client, Weakening weakening) {
    return on(
        ground,
        attack,
        client,
        () -> {
          ground.seed();
          weakening.apply();
        });
  }

  /** Tries the attack on a ground that has its rows. */
  static Tried on(Ground ground, Attack attack, Optional<Weakness> client, Weakening before) {
    long begun = System.nanoTime();
    Answers answers = new Answers();
    try {
      before.apply();
      play(ground, attack, client, answers);
      boolean kept = attack.safety() == Safety.OWN_HOMES || answers.isThrough();
      if (!kept && !ground.isIntact()) {
        answers.through("the victim's rows have changed");
      }
    } catch (SQLException e) {
      answers.broken("it could not be tried", e);
    } catch (RuntimeException e) {
      answers.broken("it could not be tried: " + e);
    }
    double millis = (System.nanoTime() - begun) / 1e6;
    return new Tried(answers.outcome(), answers.evidence(), millis);
  }

  private static void play(Ground ground, Attack attack, Optional<Weakness> client, Answers answers)
      throws SQLException {
    try (Trial trial = new Trial(ground, client, answers)) {
      attack.act().play(trial);
    }
  }
}
