package io.croft.jdbc;

import io.croft.core.TenantId;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Which requests are turned away at once, and how many would be by limits not enforced. */
final class OverLimits {

  private static final long MINUTE_NANOS = TimeUnit.MINUTES.toNanos(1);

  /** Who is told each time that a request is over a limit. */
  interface Witness {
    void overLimit(TenantId tenant, boolean enforced, long nowNanos);
  }

  private final int budget;
  private final Witness witness;
  private final Map<Refusal.Reason, Long> counts = new EnumMap<>(Refusal.Reason.class);

  OverLimits(int budget, Witness witness) {
    this.budget = budget;
    this.witness = witness;
  }

  /** Returns why a request is turned away; null when it may wait, or the limit is only counted. */
  @Nullable Refusal check(Share share, Ticket ticket, long nowNanos) {
    TenantLimits limits = share.limits();
    if (share.overConnections()) {
      count(Refusal.Reason.CONNECTIONS, share, nowNanos);
    }
    int queued = share.waiting().size();
    if (queued >= limits.waiting()) {
      long servedAtOnce = Math.min(limits.connections(), budget);
      long wait = share.estimate() * queued / servedAtOnce;
      return refuse(Refusal.Reason.WAITING, share, wait, nowNanos);
    }
    long patience = limits.enforced() ? Math.max(0, ticket.deadlineNanos() - nowNanos) : 0;
    long rate = share.rateFreeAt(nowNanos) - nowNanos;
    rate += rate > 0 ? queued * (MINUTE_NANOS / limits.requestsPerMinute()) : 0;
    @Nullable Refusal refusal =
        rate > patience ? refuse(Refusal.Reason.RATE, share, rate, nowNanos) : null;
    long time = share.timeFreeAt(nowNanos) - nowNanos;
    return refusal == null && time > patience
        ? refuse(Refusal.Reason.DATABASE_TIME, share, time, nowNanos)
        : refusal;
  }

  Map<Refusal.Reason, Long> counts() {
    return new EnumMap<>(counts);
  }

  private @Nullable Refusal refuse(
      Refusal.Reason reason, Share share, long retryAfter, long nowNanos) {
    count(reason, share, nowNanos);
    return share.limits().enforced() ? new Refusal(reason, Math.max(1, retryAfter)) : null;
  }

  private void count(Refusal.Reason reason, Share share, long nowNanos) {
    witness.overLimit(share.tenant(), share.limits().enforced(), nowNanos);
    if (!share.limits().enforced()) {
      counts.merge(reason, 1L, Long::sum);
      share.countOverLimit();
    }
  }
}
