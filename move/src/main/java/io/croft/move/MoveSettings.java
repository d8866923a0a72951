package io.croft.move;

import java.time.Duration;

/**
 * How long a move may take at what, and how much it may use meanwhile.
 *
 * @param lease how long the old home stays shut at most; after it anybody may open it again
 * @param patience how long to try for a moment in which no transaction of the tenant is in the way
 * @param hold how long the worker holds the operation after its last sign of life
 * @param notice how long before the fence applications are told where the tenant will be, so that
 *     they have connections there; zero to tell nobody, when each logs in while its user waits. The
 *     old home is left alone for as long after the switch, 1 s at most
 * @param logBudget how many bytes of a server's log the slots of a move may keep from being
 *     removed, where the server itself sets no {@code max_slot_wal_keep_size}
 * @param mostTouched how many rows the tenant may change while the homes are compared; their keys
 *     are kept in memory, some 300 bytes each
 */
public record MoveSettings(
    Duration lease,
    Duration patience,
    Duration hold,
    Duration notice,
    long logBudget,
    int mostTouched) {

  private static final Duration LONGEST_REST = Duration.ofSeconds(1);
  private static final long GIBIBYTE = 1L << 30;

  /**
   * What is used unless told otherwise: a lease of 500 ms, 15 s of patience, a hold of 10 s, 16 GiB
   * of log, 500,000 changed rows, and a notice of 1.5 s: applications look once in a second.
   */
  public static final MoveSettings DEFAULT =
      new MoveSettings(
          Duration.ofMillis(500),
          Duration.ofSeconds(15),
          Duration.ofSeconds(10),
          Duration.ofMillis(1500),
          16 * GIBIBYTE,
          500_000);

  /** Returns the same with another lease. */
  public MoveSettings withLease(Duration other) {
    return new MoveSettings(other, patience, hold, notice, logBudget, mostTouched);
  }

  /** Returns the same with another patience. */
  public MoveSettings withPatience(Duration other) {
    return new MoveSettings(lease, other, hold, notice, logBudget, mostTouched);
  }

  /** Returns the same with another hold. */
  public MoveSettings withHold(Duration other) {
    return new MoveSettings(lease, patience, other, notice, logBudget, mostTouched);
  }

  /** Returns the same with another notice. */
  public MoveSettings withNotice(Duration other) {
    return new MoveSettings(lease, patience, hold, other, logBudget, mostTouched);
  }

  /** Returns the same with another budget of log, in bytes. */
  public MoveSettings withLogBudget(long other) {
    return new MoveSettings(lease, patience, hold, notice, other, mostTouched);
  }

  /** Returns the same with another bound of changed rows. */
  public MoveSettings withMostTouched(int other) {
    return new MoveSettings(lease, patience, hold, notice, logBudget, other);
  }

  /** Returns the longest fenced part that is tried: half of the lease. */
  Duration longestFence() {
    return lease.dividedBy(2);
  }

  /**
   * Returns how long nothing is done at the old home after the switch, so that those who come over
   * do not meet its removal; as long as nobody was given notice, none.
   */
  Duration rest() {
    return notice.compareTo(LONGEST_REST) < 0 ? notice : LONGEST_REST;
  }

  /**
   * Returns how long a stream may be silent: a server that is busy with a large transaction of
   * others answers after a minute only.
   */
  Duration longestSilence() {
    return patience.multipliedBy(6);
  }
}
