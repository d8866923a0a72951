package io.croft.move;

import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A moment in which no transaction of the tenant is in the way of a change to its gate row. Each
 * try delays the tenant for some 40 ms at most, and the next one comes later.
 */
final class Moment {

  static final String LOCK_NOT_AVAILABLE = "55P03";
  private static final long LONGEST_PAUSE = TimeUnit.MILLISECONDS.toNanos(400);

  private Moment() {}

  /** A call that raises 55P03 when a transaction was in the way. */
  interface Call {
    boolean run() throws SQLException;
  }

  /**
   * Returns what the call says once nobody was in the way.
   *
   * @param what who may be in the way: "a transaction"
   * @throws CroftException {@code tenant-busy} when that was never so for the whole patience
   */
  static boolean await(Route route, Duration patience, String what, Call call) throws SQLException {
    long deadline = System.nanoTime() + patience.toNanos();
    long pause = TimeUnit.MILLISECONDS.toNanos(20);
    while (true) {
      try {
        return call.run();
      } catch (SQLException e) {
        if (!LOCK_NOT_AVAILABLE.equals(e.getSQLState())) {
          throw e;
        }
      }
      if (System.nanoTime() > deadline) {
        throw new CroftException(
            ErrorCode.TENANT_BUSY,
            "tenant %s had %s in the way for %d s"
                .formatted(route.tenant(), what, patience.toSeconds()),
            "look for its long transaction in pg_stat_activity, then resume the move");
      }
      LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(pause, 2 * pause));
      pause = Math.min(2 * pause, LONGEST_PAUSE);
    }
  }
}
