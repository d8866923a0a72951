package io.croft.jdbc;

/** The right to hold one connection, while it is held. Guarded like the queue that gave it. */
final class Permit {

  private static final long NOT_READY = Long.MIN_VALUE;

  private final Share share;
  private final Object holder;
  private final boolean nested;
  private final long sinceNanos;
  private long readySinceNanos = NOT_READY;
  private long charged;
  private boolean expensive;

  Permit(Share share, Ticket ticket, long charged, long nowNanos) {
    this.share = share;
    this.holder = ticket.holder();
    this.nested = ticket.nested();
    this.sinceNanos = nowNanos;
    this.charged = charged;
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
