package io.croft.jdbc;

import org.jspecify.annotations.Nullable;

/** The right to hold one connection, while it is held. Guarded like the queue that gave it. */
final class Permit {

  private static final long NOT_READY = Long.MIN_VALUE;

  private final Share share;
  private final Object holder;
  private final boolean nested;
  private final long sinceNanos;
  private long readySinceNanos = NOT_READY;
  private final long streakNanos;
  private long charged;
  private boolean expensive;
  private @Nullable Permit before;

  /**
   * @param streakNanos for how long the tenant has had the connection in one go before
   */
  Permit(Share share, Ticket ticket, long streakNanos, long nowNanos) {
    this.share = share;
    this.holder = ticket.holder();
    this.nested = ticket.nested();
    this.sinceNanos = nowNanos;
    this.streakNanos = streakNanos;
    this.charged = share.estimate();
    this.expensive = share.expensive();
  }

  Share share() {
    return share;
  }

  Object holder() {
    return holder;
  }

  boolean nested() {
    return nested;
  }

  /** Notes the permit that the same holder was given before. */
  void chain(@Nullable Permit earlier) {
    before = earlier;
  }

  @Nullable Permit before() {
    return before;
  }

  long streakNanos() {
    return streakNanos;
  }

  boolean expensive() {
    return expensive;
  }

  void becomeExpensive() {
    expensive = true;
  }

  /** Says that the connection is there: from now on the tenant itself takes the time. */
  void ready(long nowNanos) {
    readySinceNanos = nowNanos;
  }

  long sinceNanos() {
    return sinceNanos;
  }

  boolean isReady() {
    return readySinceNanos != NOT_READY;
  }

  long heldNanos(long nowNanos) {
    return nowNanos - sinceNanos;
  }

  /** Returns how long the tenant has worked with it, without the making of the connection. */
  long workedNanos(long nowNanos) {
    return isReady() ? nowNanos - readySinceNanos : 0;
  }

  /** Brings what is charged to {@code nanos} and returns the difference. */
  long charge(long nanos) {
    long difference = nanos - charged;
    charged = nanos;
    return difference;
  }

  long charged() {
    return charged;
  }
}
