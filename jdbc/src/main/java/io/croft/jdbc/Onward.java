package io.croft.jdbc;

import io.croft.core.Placement;
import java.sql.SQLException;
import java.time.Duration;

/**
 * The way to a home to which a move has switched and in which nobody has been seen yet. The mover
 * opens it within milliseconds; whoever does the same beside it only takes time from it.
 *
 * @param left the home that says so
 * @param target the home that it names
 */
record Onward(Placement left, Placement target, Deadline mover, Pause pause) {

  /** So long the mover is given. */
  private static final Duration GRACE = Duration.ofMillis(25);

  /**
   * @param limit how long a transaction has in all: it must not end before the mover's time does
   */
  static Onward from(Placement left, Placement target, Duration limit) {
    Duration part = limit.dividedBy(4);
    Duration grace = part.compareTo(GRACE) < 0 ? part : GRACE;
    return new Onward(left, target, Deadline.in(grace), Pause.atOpening());
  }

  /** Returns false when it is time to finish what the mover has left. */
  boolean moverHasTime() {
    return !mover.passed();
  }

  /** Waits before the next look at the target. */
  void await(Deadline deadline) throws SQLException {
    pause.take(deadline);
  }
}
