package io.croft.move;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Tells applications, through the catalog, where the tenant will be in a moment, and gives them the
 * time to connect there: else each of its users waits for a log-in after the switch.
 */
final class Notice {

  private static final String SOON = "soon";
  private static final long LOOK_AGAIN = TimeUnit.MILLISECONDS.toNanos(200);

  private final Duration time;
  private final MoveLog log;
  private boolean given;
  private long at;

  Notice(MoveSettings settings, MoveLog log) {
    this.time = settings.notice();
    this.log = log;
  }

  /** Takes back what an earlier attempt has told, which may have told it long ago. */
  static void takeBack(MoveLog log) {
    if (log.note(MoveLog.ARRIVING).filter(SOON::equals).isPresent()) {
      log.note(MoveLog.ARRIVING, "");
    }
  }

  /** Something that may have ended the move meanwhile, which it then raises. */
  interface Check {
    void run() throws SQLException;
  }

  /** Tells them, once; the new home must be there, and need not be open. */
  void give() {
    if (!given && !time.isZero()) {
      log.note(MoveLog.ARRIVING, SOON);
      at = System.nanoTime();
      given = true;
    }
  }

  /** Waits for what is left of their time since. */
  void await(Check check) throws SQLException {
    for (long left = left(); left > 0; left = left()) {
      log.goOn();
      check.run();
      LockSupport.parkNanos(Math.min(left, LOOK_AGAIN));
      if (Thread.currentThread().isInterrupted()) {
        throw MoveErrors.interrupted(new InterruptedException());
      }
    }
  }

  private long left() {
    return given ? at + time.toNanos() - System.nanoTime() : 0;
  }
}
