package io.croft.move;

import java.time.Duration;

/**
 * How long a move may take at what, and how much it may use meanwhile.
 *
 * @param lease how long the old home stays shut at most; after it anybody may open it again
 * @param patience how long to try for a moment in which no transaction of the tenant is in the way
 * @param hold how long the worker holds the operation after its last sign of life
 * @param notice how long before the fence applications are told where the tenant will be, so that
 *     they have connections there; zero to tell nobody, when each logs in while its user waits
 * @param logBudget how many bytes of a server's log the slots of a move may keep from being
 *     removed, where the server itself sets no {@code max_slot_wal_keep_size}
 */
public record MoveSettings(
    Duration lease, Duration patience, Duration hold, Duration notice, long logBudget) {

  private static final long GIBIBYTE = 1L << 30;

  /**
   * What is used unless told otherwise: a lease of 500 ms, 15 s of patience, a hold of 10 s, 16 GiB
   * of log, and a notice of 1.5 s: applications look once in a second.
   */
  public static final MoveSettings DEFAULT =
      new MoveSettings(
          Duration.ofMillis(500),
          Duration.ofSeconds(15),
          Duration.ofSeconds(10),
          Duration.ofMillis(1500),
          16 * GIBIBYTE);

  /** Returns the same with another lease. */
  public MoveSettings withLease(Duration other) {
    return new MoveSettings(other, patience, hold, notice, logBudget);
  }

  /** Returns the same with another patience. */
  public MoveSettings withPatience(Duration other) {
    return new MoveSettings(lease, other, hold, notice, logBudget);
  }

  /** Returns the same with another hold. */
  public MoveSettings withHold(Duration other) {
    return new MoveSettings(lease, patience, other, notice, logBudget);
  }

  /** Returns the same with another notice. */
  public MoveSettings withNotice(Duration other) {
    return new MoveSettings(lease, patience, hold, other, logBudget);
  }

  /** Returns the same with another budget of log, in bytes. */
  public MoveSettings withLogBudget(long other) {
    return new MoveSettings(lease, patience, hold, notice, other);
  }

  /** Returns the longest fenced part that is tried: half of the lease. */
  Duration longestFence() {
    return lease.dividedBy(2);
  }
}
