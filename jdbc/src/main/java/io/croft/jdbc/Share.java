package io.croft.jdbc;

import io.croft.core.TenantId;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What the queue knows of one tenant. It exists while the tenant waits, holds, rests from it or is
 * paused. Times are nanoseconds; virtual time is time held, divided by the weight.
 */
final class Share {

  /** From this cost on a tenant is expensive: it never fills the server. */
  static final long EXPENSIVE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private static final long FIRST_ESTIMATE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
  private static final long CHEAPEST_NANOS = TimeUnit.MICROSECONDS.toNanos(10);
  private static final double FORGETTING = 0.99;
  private static final double HALF_LIFE_NANOS = TimeUnit.SECONDS.toNanos(30);
  private static final long NEGLIGIBLE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
  private static final long REST_NANOS = TimeUnit.SECONDS.toNanos(61);

  private final TenantId tenant;
  private final Set<Ticket> waiting = new LinkedHashSet<>();
  private TenantLimits limits = TenantLimits.NONE;
  private int inUse;
  private int nested;
  private long finish;
  private long estimate = FIRST_ESTIMATE_NANOS;
  private boolean known;
  private boolean paused;
  private long restingSince;
  private int overLimits;
  private @Nullable RateWindow rate;
  private @Nullable TimeCredit time;

  /** Where the share lies among those that wait; kept by {@link Backlog} alone. */
  final Spot spot = new Spot();

  Share(TenantId tenant, long virtual, long nowNanos) {
    this.tenant = tenant;
    this.finish = virtual;
    this.restingSince = nowNanos;
  }

  TenantId tenant() {
    return tenant;
  }

  Set<Ticket> waiting() {
    return waiting;
  }

  /** Returns the request that has waited longest; there must be one. */
  Ticket head() {
    return waiting.iterator().next();
  }

  TenantLimits limits() {
    return limits;
  }

  int inUse() {
    return inUse;
  }

  int nested() {
    return nested;
  }

  /** Returns the virtual time at which all that it was given ends. */
  long finish() {
    return finish;
  }

  /** Returns how long it is expected to hold a permit. */
  long estimate() {
    return estimate;
  }

  boolean expensive() {
    return estimate > EXPENSIVE_NANOS;
  }

  boolean known() {
    return known;
  }

  boolean paused() {
    return paused;
  }

  void pause(boolean now) {
    paused = now;
  }

  /** Returns how often it was over a limit that is not enforced. */
  int overLimits() {
    return overLimits;
  }

  void countOverLimit() {
    overLimits++;
  }

  void take(TenantLimits news) {
    limits = news;
  }

  boolean idle() {
    return waiting.isEmpty() && inUse == 0 && nested == 0;
  }

  /** Returns true while it holds as much as it may: one permit until its cost is known. */
  boolean full() {
    return known ? limits.enforced() && inUse >= limits.connections() : inUse > 0;
  }

  /** Returns how many of its requests its own limits would let pass at once. */
  int servable() {
    int room = known ? limits.enforced() ? limits.connections() : Integer.MAX_VALUE : 1;
    return Math.min(waiting.size(), Math.max(0, room - inUse));
  }

  boolean overConnections() {
    return inUse >= limits.connections();
  }

  long rateFreeAt(long nowNanos) {
    return rate == null || !limits.limitsRate()
        ? nowNanos
        : rate.freeAt(limits.requestsPerMinute(), nowNanos);
  }

  long timeFreeAt(long nowNanos) {
    return time == null || !limits.limitsTime()
        ? nowNanos
        : time.freeAt(limits.databaseTimeNanos(), nowNanos);
  }

  /** Returns when rate and database time allow the next permit: now, or later. */
  long allowedAt(long nowNanos) {
    return limits.enforced() ? Math.max(rateFreeAt(nowNanos), timeFreeAt(nowNanos)) : nowNanos;
  }

  /** Wakes it: there is no credit for the past, and debts have decayed while it rested. */
  void wake(long virtual, long nowNanos) {
    finish = virtual + decayed(virtual, nowNanos);
  }

  /** Takes away what lies before {@code virtual}: who could not be served has no claim to it. */
  void catchUp(long virtual) {
    finish = Math.max(finish, virtual);
  }

  /** Counts a permit that it is given and charges its cost; returns the virtual start. */
  long start(boolean isNested, long nowNanos) {
    final long start = finish;
    if (isNested) {
      nested++;
    } else {
      inUse++;
    }
    if (limits.limitsRate()) {
      rate = rate == null ? new RateWindow() : rate;
      rate.count(nowNanos);
    }
    charge(estimate, nowNanos);
    return start;
  }

  /** Takes a permit out of the rate. */
  void uncount(Permit permit) {
    if (rate != null) {
      rate.uncount(permit.sinceNanos());
    }
  }

  /** Charges held time, or gives back what was charged too much. */
  void charge(long nanos, long nowNanos) {
    finish += nanos / limits.weight();
    if (limits.limitsTime()) {
      time = time == null ? new TimeCredit(limits.databaseTimeNanos(), nowNanos) : time;
      time.spend(nanos, limits.databaseTimeNanos(), nowNanos);
    }
  }

  /** Learns from a permit that is held for longer than a cheap one would be. */
  void learnExpensive(long worked) {
    known = true;
    estimate = Math.max(estimate, worked);
  }

  /** Ends a permit; the cost that was seen counts in full when larger, and fades when smaller. */
  void end(Permit permit, long nowNanos) {
    charge(permit.charge(permit.heldNanos(nowNanos)), nowNanos);
    if (permit.nested()) {
      nested--;
    } else {
      inUse--;
    }
    if (permit.isReady()) {
      long worked = Math.max(CHEAPEST_NANOS, permit.workedNanos(nowNanos));
      estimate = known ? Math.max(worked, (long) (FORGETTING * estimate)) : worked;
      known = true;
    }
    restingSince = nowNanos;
  }

  /** Returns how it stands, with so many nested requests that wait. */
  TenantNumbers numbers(int nestedWaiting) {
    return new TenantNumbers(
        inUse + nested, waiting.size() + nestedWaiting, expensive(), overLimits, limits);
  }

  /** Returns true when nothing of it needs to be remembered. */
  boolean forgettable(long virtual, long nowNanos) {
    return idle()
        && !paused
        && nowNanos - restingSince > REST_NANOS
        && decayed(virtual, nowNanos) < NEGLIGIBLE_NANOS
        && timeFreeAt(nowNanos) == nowNanos;
  }

  private long decayed(long virtual, long nowNanos) {
    long debt = finish - virtual;
    return debt <= 0
        ? 0
        : (long) (debt * Math.pow(0.5, (nowNanos - restingSince) / HALF_LIFE_NANOS));
  }
}
