package io.croft.jdbc;

import java.time.Duration;

/** A moment after which waiting ends, on the monotonic clock. */
record Deadline(long startNanos, long limitNanos) {

  static Deadline in(Duration limit) {
    return new Deadline(System.nanoTime(), limit.toNanos());
  }

  /** Returns the nanoseconds left; zero or less when it has passed. */
  long leftNanos() {
    return limitNanos - elapsedNanos();
  }

  /** Returns the moment itself, as {@link System#nanoTime} tells it. */
  long atNanos() {
    return startNanos + limitNanos;
  }

  boolean passed() {
    return leftNanos() <= 0;
  }

  long elapsedMillis() {
    return elapsedNanos() / 1_000_000;
  }

  private long elapsedNanos() {
    return System.nanoTime() - startNanos;
  }
}
