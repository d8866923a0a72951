package io.croft.move;

import java.time.Duration;

/**
 * How long a move may take at what.
 *
 * @param lease how long the old home stays shut at most; after it anybody may open it again
 * @param patience how long to try for a moment in which no transaction of the tenant is in the way
 * @param hold how long the worker holds the operation after its last sign of life
 * @param notice how long before the fence applications are told where the tenant will be, so that
 *     they have connections there; zero to tell nobody, when each logs in while its user waits
 */
public record MoveSettings(Duration lease, Duration patience, Duration hold, Duration notice) {

  /**
   * What is used unless told otherwise: a lease of 500 ms, 15 s of patience, a hold of 10 s, and a
   * notice of 1.5 s: applications look once in a second.
   */
  public static final MoveSettings DEFAULT =
      new MoveSettings(
          Duration.ofMillis(500),
          Duration.ofSeconds(15),
          Duration.ofSeconds(10),
          Duration.ofMillis(1500));

  /** Returns the same with another lease. */
  public MoveSettings withLease(Duration other) {
    return new MoveSettings(other, patience, hold, notice);
  }

  /** Returns the same with another patience. */
  public MoveSettings withPatience(Duration other) {
    return new MoveSettings(lease, other, hold, notice);
  }

  /** Returns the same with another hold. */
  public MoveSettings withHold(Duration other) {
    return new MoveSettings(lease, patience, other, notice);
  }

  /** Returns the same with another notice. */
  public MoveSettings withNotice(Duration other) {
    return new MoveSettings(lease, patience, hold, other);
  }

  /** Returns the longest fenced part that is tried: half of the lease. */
  Duration longestFence() {
    return lease.dividedBy(2);
  }
}
