package io.croft.jdbc;

import io.croft.core.TenantId;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Which requests are turned away at once; tells whatever is over a limit, enforced or not. */
final class OverLimits {

  private static final long MINUTE_NANOS = TimeUnit.MINUTES.toNanos(1);

  /** Who is told each time that a limit holds a request back or turns it away, or would. */
  interface Witness {
    void overLimit(TenantId tenant, Refusal.Reason reason, boolean enforced, long nowNanos);
  }

  private final Witness witness;

  OverLimits(Witness witness) {
    this.witness = witness;
  }

  /**
   * Returns why a request is turned away; null when it may wait, or the limit is only counted.
   *
   * @param budget how many permits there are at most
   */
  @Nullable Refusal check(Share share, Ticket ticket, int budget, long nowNanos) {
    TenantLimits limits = share.limits();
    if (share.overConnections()) {
      count(Refusal.Reason.CONNECTIONS, share, nowNanos);
    }
    int queued = share.waiting().size();
    if (queued >= limits.waiting()) {
      long servedAtOnce = Math.max(1, Math.min(limits.connections(), budget));
      long wait = share.estimate() * queued / servedAtOnce;
      return refuse(Refusal.Reason.WAITING, share, wait, nowNanos);
    }
    long patience = Math.max(0, ticket.deadlineNanos() - nowNanos);
    long rate = share.rateFreeAt(nowNanos) - nowNanos;
    rate += rate > 0 ? queued * (MINUTE_NANOS / limits.requestsPerMinute()) : 0;
    long time = share.timeFreeAt(nowNanos) - nowNanos;
    @Nullable Refusal refusal = weigh(Refusal.Reason.RATE, share, rate, patience, nowNanos);
    return refusal == null
        ? weigh(Refusal.Reason.DATABASE_TIME, share, time, patience, nowNanos)
        : refusal;
  }

  /** A wait that its patience covers only holds the request back. */
  private @Nullable Refusal weigh(
      Refusal.Reason reason, Share share, long wait, long patience, long nowNanos) {
    if (wait <= 0) {
      return null;
    }
    @Nullable Refusal refusal = refuse(reason, share, wait, nowNanos);
    return wait > patience ? refusal : null;
  }

  private @Nullable Refusal refuse(
      Refusal.Reason reason, Share share, long retryAfter, long nowNanos) {
    count(reason, share, nowNanos);
    return share.limits().enforced() ? new Refusal(reason, Math.max(1, retryAfter)) : null;
  }

  private void count(Refusal.Reason reason, Share share, long nowNanos) {
    boolean enforced = share.limits().enforced();
    witness.overLimit(share.tenant(), reason, enforced, nowNanos);
    if (!enforced) {
      share.countOverLimit();
    }
  }
}
