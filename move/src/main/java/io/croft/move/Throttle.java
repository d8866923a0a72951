package io.croft.move;

import io.croft.core.DaemonThreads;
import io.croft.core.Placement;
import io.croft.gate.MoverGate;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Slows a copy down while it makes others wait: while a commit of one row at the old home's server
 * takes much longer than it took before the copy began.
 */
final class Throttle implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Throttle.class);

  private static final Duration EVERY = Duration.ofMillis(200);
  private static final int FIRST = 5;
  private static final long TOLERATED_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
  private static final long LEAST_PAUSE = TimeUnit.MILLISECONDS.toNanos(20);
  private static final long LONGEST_PAUSE = TimeUnit.SECONDS.toNanos(1);

  private final Connection session;
  private final Placement home;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(new DaemonThreads("croft move throttle"));
  private final Future<?> probing;
  private long usual = Long.MAX_VALUE;
  private volatile long pause;

  /** Measures what a commit takes now, some times, and then goes on measuring. */
  Throttle(MoverAccess access, Placement home) throws SQLException {
    this.session = MoverSession.open(access, home);
    this.home = home;
    try {
      for (int i = 0; i < FIRST; i++) {
        usual = Math.min(usual, commit());
      }
    } catch (SQLException e) {
      MoverSession.closeAfter(e, List.of(session));
      throw e;
    }
    this.probing =
        timer.scheduleWithFixedDelay(
            this::probe, EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Waits as long as the next piece of work should wait. */
  void pause() {
    LockSupport.parkNanos(pause);
  }

  /** Returns the pause after a commit that took so long. */
  static long next(long pause, long taken, long usual) {
    boolean late = taken > 2 * usual + TOLERATED_NANOS;
    if (late) {
      return Math.min(LONGEST_PAUSE, Math.max(LEAST_PAUSE, 2 * pause));
    }
    return pause / 2 < LEAST_PAUSE ? 0 : pause / 2;
  }

  private void probe() {
    try {
      pause = next(pause, commit(), usual);
    } catch (SQLException e) {
      LOG.debug("the throttle cannot measure: {}", e.getMessage());
    }
  }

  private long commit() throws SQLException {
    long begin = System.nanoTime();
    MoverGate.setMark(session, home);
    return System.nanoTime() - begin;
  }

  @Override
  public void close() {
    probing.cancel(false);
    timer.shutdownNow();
    MoverSession.closeAll(List.of(session));
  }
}
