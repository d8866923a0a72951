package io.croft.move;

import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import java.sql.SQLException;

/** Compares, again and again, the rows that were touched since they were compared last. */
final class TouchedRows {

  /** So few rows are compared in milliseconds. */
  private static final int FEW = 50;

  private static final int MOST_ROUNDS = 10;

  /** More than so many cannot be compared while the home is shut. */
  private static final int MOST_UNDER_FENCE = 2_000;

  private final Route route;
  private final MoveSettings settings;
  private final Follower follower;
  private final LiveComparison comparison;
  private final MoveLog log;

  TouchedRows(
      Route route,
      MoveSettings settings,
      Follower follower,
      LiveComparison comparison,
      MoveLog log) {
    this.route = route;
    this.settings = settings;
    this.follower = follower;
    this.comparison = comparison;
    this.log = log;
  }

  /**
   * Compares until so few are left that the rest can be compared while the home is shut. Each round
   * takes less time than the one before, so that less is touched meanwhile.
   *
   * @throws CroftException {@code verification-failed}; {@code lease-lost} when the tenant touches
   *     too many
   */
  void compare() throws SQLException {
    int rounds = 0;
    do {
      log.goOn();
      comparison.compare(follower.collectAnew());
      rounds++;
    } while (rounds < MOST_ROUNDS && follower.touchedRows() > FEW);
    if (follower.touchedRows() > MOST_UNDER_FENCE) {
      throw tooSlow(route, settings, "it changes more rows than can be compared meanwhile");
    }
  }

  /** Compares those of now once where they are many, so that they never fill the memory. */
  void thin() throws SQLException {
    if (follower.touchedRows() > MOST_UNDER_FENCE) {
      comparison.compare(follower.collectAnew());
    }
  }

  /** Returns the error for a tenant that writes too much to be shut for a short time. */
  static CroftException tooSlow(Route route, MoveSettings settings, String why) {
    return new CroftException(
        ErrorCode.LEASE_LOST,
        "tenant %s cannot be shut for less than the lease of %d ms: %s"
            .formatted(route.tenant(), settings.lease().toMillis(), why),
        "the old home is open and nothing is lost; resume the move at a quieter time");
  }
}
