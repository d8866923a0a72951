package io.croft.move;

import java.time.Duration;

/**
 * How long a move may take at what, and how much it may use meanwhile.
 *
 * @param lease how long the old home stays shut at most; after it anybody may open it again
 * @param patience how long to try for a moment in which no transaction of the tenant is in the way
 * @param hold how long the worker holds the operation after its last sign of life
 * @param logBudget how many bytes of a server's log the slots of a move may keep from being
 *     removed, where the server itself sets no {@code max_slot_wal_keep_size}
 */
public record MoveSettings(Duration lease, Duration patience, Duration hold, long logBudget) {

  private static final long GIBIBYTE = 1L << 30;

  /**
   * What is used unless told otherwise: a lease of 500 ms, 15 s of patience, a hold of 10 s, 16 GiB
   * of log.
   */
  public static final MoveSettings DEFAULT =
      new MoveSettings(Duration.ofMillis(500), Duration.ofSeconds(15), Duration.ofSeconds(10));

  /** The default of everything that is not told. */
  public MoveSettings(Duration lease, Duration patience, Duration hold) {
    this(lease, patience, hold, 16 * GIBIBYTE);
  }

  /** Returns the same with another lease. */
  public MoveSettings withLease(Duration other) {
    return new MoveSettings(other, patience, hold, logBudget);
  }

  /** Returns the same with another budget of log, in bytes. */
  public MoveSettings withLogBudget(long other) {
    return new MoveSettings(lease, patience, hold, other);
  }

  /** Returns the longest fenced part that is tried: half of the lease. */
  Duration longestFence() {
    return lease.dividedBy(2);
  }
}
