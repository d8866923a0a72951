package io.croft.jdbc;

import java.sql.SQLException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Stops connecting to what has refused several times in a row. After a pause, twice as long each
 * time and random by half, one connect tries whether it is back. Guarded by the lock of its pool.
 */
final class Breaker {

  private static final int PATIENCE = 3;
  private static final long SHORTEST_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final long MEMORY_NANOS = TimeUnit.MINUTES.toNanos(1);

  private int failures;
  private long pause = SHORTEST_NANOS;
  private long failedAt;
  private long until;
  private boolean trying;
  private @Nullable SQLException reason;

  /** Returns true when a connect may be made. */
  boolean permits(long nowNanos) {
    return failures < PATIENCE || (!trying && nowNanos - until >= 0);
  }

  /** Returns true while connects are made one at a time at most, because several have failed. */
  boolean open() {
    return failures >= PATIENCE;
  }

  /** Says that a connect is being made. */
  void attempt() {
    trying = failures >= PATIENCE;
  }

  /** Says that it has failed; returns true when no others are to be made for now. */
  boolean failed(SQLException why, long nowNanos) {
    failures++;
    failedAt = nowNanos;
    reason = why;
    if (failures < PATIENCE) {
      return false;
    }
    trying = false;
    until = nowNanos + pause / 2 + ThreadLocalRandom.current().nextLong(pause / 2 + 1);
    pause = Math.min(2 * pause, LONGEST_NANOS);
    return true;
  }

  /** Says that a connect ended for a reason that tells nothing about what is connected to. */
  void unclear() {
    trying = false;
  }

  void succeeded() {
    failures = 0;
    pause = SHORTEST_NANOS;
    trying = false;
    reason = null;
  }

  /** Returns why no connect is made now; null when one may be. */
  @Nullable SQLException reason(long nowNanos) {
    return permits(nowNanos) ? null : reason;
  }

  /** Returns for how long no connect is made. */
  long leftMillis(long nowNanos) {
    return Math.max(0, TimeUnit.NANOSECONDS.toMillis(until - nowNanos));
  }

  /** Returns true when it need not be remembered. */
  boolean forgettable(long nowNanos) {
    return failures == 0 || (!trying && nowNanos - failedAt > MEMORY_NANOS);
  }
}
