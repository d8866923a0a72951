package io.croft.move;

import java.util.Locale;

/**
 * The places where a test may kill the mover: one before and one after the effect of each step.
 * Inert unless the system property {@code croft.failpoint} names one ({@code switched.after}); then
 * the process halts there at once, as by {@code kill -9}.
 */
enum Failpoint {
  /** The step is about to take effect. */
  BEFORE,
  /** The step has taken effect, but nobody has written it down. */
  AFTER,
  /** The step has been written down. */
  RECORDED;

  private static final int KILLED = 137;

  void reach(MoveStep step) {
    if (name(step).equals(System.getProperty("croft.failpoint"))) {
      Runtime.getRuntime().halt(KILLED);
    }
  }

  /** Returns the name by which a test arms this place. */
  String name(MoveStep step) {
    return step.word() + "." + name().toLowerCase(Locale.ROOT);
  }
}
