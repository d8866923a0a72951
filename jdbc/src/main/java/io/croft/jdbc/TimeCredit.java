package io.croft.jdbc;

import java.util.concurrent.TimeUnit;

/**
 * The database time that a tenant has left: filled steadily, spent by holding connections. What is
 * held may cost more than is left; the debt is then waited for.
 */
final class TimeCredit {

  /** As much as so many seconds fill may be saved up. */
  private static final int SAVED_SECONDS = 5;

  private static final double SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);

  private double credit;
  private long filledAt;

  TimeCredit(long perSecond, long nowNanos) {
    this.credit = (double) perSecond * SAVED_SECONDS;
    this.filledAt = nowNanos;
  }

  void spend(long nanos, long perSecond, long nowNanos) {
    fill(perSecond, nowNanos);
    credit -= nanos;
  }

  /** Returns when there is no debt: now, or later. */
  long freeAt(long perSecond, long nowNanos) {
    fill(perSecond, nowNanos);
    return credit >= 0 ? nowNanos : nowNanos + (long) Math.ceil(-credit / perSecond * SECOND_NANOS);
  }

  private void fill(long perSecond, long nowNanos) {
    double filled = (nowNanos - filledAt) / SECOND_NANOS * perSecond;
    credit = Math.min((double) perSecond * SAVED_SECONDS, credit + filled);
    filledAt = nowNanos;
  }
}
