package io.croft.jdbc;

import java.sql.SQLException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/** Waiting between two attempts, each time twice as long up to a limit, with a random part. */
final class Pause {

  private static final long MILLI_NANOS = 1_000_000;

  private final String during;
  private final long longestNanos;
  private long nanos;

  private Pause(String during, int shortestMillis, int longestMillis) {
    this.during = during;
    this.longestNanos = longestMillis * MILLI_NANOS;
    this.nanos = shortestMillis * MILLI_NANOS;
  }

  static Pause atFence() {
    return new Pause("waiting at a fence", 1, 4);
  }

  static Pause atOpening() {
    return new Pause("waiting for a home to be opened", 1, 2);
  }

  static Pause atFullServer() {
    return new Pause("waiting for a server that takes no more connections", 10, 250);
  }

  void take(Deadline deadline) throws SQLException {
    long jittered = nanos / 2 + ThreadLocalRandom.current().nextLong(nanos / 2 + 1);
    nanos = Math.min(nanos * 2, longestNanos);
    long end = System.nanoTime() + Math.min(jittered, Math.max(0, deadline.leftNanos()));
    // A thread that was woken before for another reason does not park at its first attempt.
    for (long left = end - System.nanoTime();
        left > 0 && !Thread.currentThread().isInterrupted();
        left = end - System.nanoTime()) {
      LockSupport.parkNanos(this, left);
    }
    if (Thread.interrupted()) {
      throw Errors.interrupted(during);
    }
  }
}
