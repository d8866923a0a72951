package io.croft.move;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** Keeps a move waiting before its fence, the new home at the old one's heels. */
final class Hold {

  /** The wish to go on at once. */
  static final String NOW = "now";

  private static final long LOOK_AGAIN = Duration.ofMillis(200).toNanos();

  private static final Duration BETWEEN_MARKS = Duration.ofSeconds(10);

  private final MovePlan plan;
  private final MoveLog log;

  Hold(MovePlan plan, MoveLog log) {
    this.plan = plan;
    this.log = log;
  }

  /**
   * Blocks until the cutover is wanted.
   *
   * @throws UndoRequested when the move was to wait no longer than until now
   */
  void await(Follower follower, Fence fence, TouchedRows touched) throws SQLException {
    if (!plan.waits()) {
      return;
    }
    long mark = 0;
    long marked = System.nanoTime();
    log.begin(MoveStep.HELD);
    log.waiting();
    while (!isDue(log.note(MoveLog.CUTOVER))) {
      if (plan.settleAt().map(Instant.now()::isAfter).orElse(false)) {
        throw new UndoRequested();
      }
      log.goOn();
      follower.check();
      touched.thin();
      // Where nobody writes, only a mark shows whether the stream still comes.
      if (follower.reachesMark(mark, Duration.ZERO)
          && System.nanoTime() - marked > BETWEEN_MARKS.toNanos()) {
        mark = fence.mark();
        marked = System.nanoTime();
      }
      LockSupport.parkNanos(LOOK_AGAIN);
      if (Thread.currentThread().isInterrupted()) {
        throw MoveErrors.interrupted(new InterruptedException());
      }
    }
    Failpoint.AFTER.reach(MoveStep.HELD);
    log.done(MoveStep.HELD, "");
    touched.compare();
  }

  /** A wish that nobody can read is none: whoever wrote it was told to write another. */
  static boolean isDue(Optional<String> wish) {
    if (wish.isEmpty() || wish.get().isEmpty()) {
      return false;
    }
    try {
      return wish.get().equals(NOW) || !Instant.now().isBefore(Instant.parse(wish.get()));
    } catch (DateTimeParseException e) {
      return false;
    }
  }
}
