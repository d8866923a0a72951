package io.croft.jdbc;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The running counts behind a {@link Usage}. Guarded by the lock of its pool. */
final class Tally {

  /** What was held so long ago counts half as cost, twice as long ago a quarter. */
  static final long HALF_LIFE_NANOS = TimeUnit.MINUTES.toNanos(5);

  private long checkouts;
  private long transactions;
  private long waitedNanos;
  private long heldNanos;
  private long overLimit;
  private long overLimitDryRun;
  private @Nullable Map<ErrorKind, Long> errors;
  private int inUse;
  private long cost;
  private long costPeriod;
  private long usedAtNanos;

  Tally(long nowNanos) {
    usedAtNanos = nowNanos;
    costPeriod = period(nowNanos);
  }

  void took(long waited, long nowNanos) {
    checkouts++;
    inUse++;
    waitedNanos += waited;
    usedAtNanos = nowNanos;
  }

  void gaveBack(long held, boolean transaction, long nowNanos) {
    inUse--;
    transactions += transaction ? 1 : 0;
    heldNanos += held;
    cost = costAt(nowNanos) + held;
    costPeriod = period(nowNanos);
    usedAtNanos = nowNanos;
  }

  void gaveUp(long waited, long nowNanos) {
    waitedNanos += waited;
    usedAtNanos = nowNanos;
  }

  void wasOverLimit(boolean enforced, long nowNanos) {
    overLimit += enforced ? 1 : 0;
    overLimitDryRun += enforced ? 0 : 1;
    usedAtNanos = nowNanos;
  }

  void failed(ErrorKind kind, long nowNanos) {
    if (errors == null) {
      errors = new EnumMap<>(ErrorKind.class);
    }
    errors.merge(kind, 1L, Long::sum);
    usedAtNanos = nowNanos;
  }

  /** Returns the database time of late. */
  long costAt(long nowNanos) {
    return cost >> Math.min(Long.SIZE - 1, period(nowNanos) - costPeriod);
  }

  /** Returns true when it has rested for so long that it need not be kept apart. */
  boolean forgettable(long nowNanos) {
    return inUse == 0 && nowNanos - usedAtNanos > HALF_LIFE_NANOS;
  }

  /**
   * Returns the counts.
   *
   * @param heldStill for how long the connections that are held now have been
   */
  Usage usage(long heldStill) {
    return new Usage(
        checkouts,
        transactions,
        Duration.ofNanos(waitedNanos),
        Duration.ofNanos(heldNanos + heldStill),
        overLimit,
        overLimitDryRun,
        errors == null ? Map.of() : errors);
  }

  private static long period(long nowNanos) {
    return Math.floorDiv(nowNanos, HALF_LIFE_NANOS);
  }
}
