package io.croft.jdbc;

import io.croft.core.TenantId;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * What the tenants of one server have used and met. A tenant is kept apart from its first use until
 * it has rested for five minutes; the total forgets nothing. Guarded by the lock of its pool; it
 * allocates when a tenant comes and at its first error, but not for each transaction.
 */
final class Tallies implements OverLimits.Witness {

  /** The database time of a tenant of late, in nanoseconds. */
  record Cost(TenantId tenant, long nanos) {}

  /** All tenants together, and some of them. */
  record Reading(Usage total, Map<TenantId, Usage> tenants) {}

  private final Map<TenantId, Tally> byTenant = new HashMap<>();
  private final Tally total = new Tally(System.nanoTime());
  private long logins;
  private long failedLogins;

  /** Counts a connection that was handed out. */
  void took(TenantId tenant, long waitedNanos, long nowNanos) {
    of(tenant, nowNanos).took(waitedNanos, nowNanos);
    total.took(waitedNanos, nowNanos);
  }

  /**
   * Counts one that came back.
   *
   * @param transaction true when it was used for a transaction of the application
   */
  void gaveBack(Held how, boolean transaction, long nowNanos) {
    long held = nowNanos - how.sinceNanos();
    of(how.tenant(), nowNanos).gaveBack(held, transaction, nowNanos);
    total.gaveBack(held, transaction, nowNanos);
  }

  /** Counts a request that got none. */
  void gaveUp(TenantId tenant, long waitedNanos, long nowNanos) {
    of(tenant, nowNanos).gaveUp(waitedNanos, nowNanos);
    total.gaveUp(waitedNanos, nowNanos);
  }

  /** Counts an error that the application has seen. */
  void failed(TenantId tenant, ErrorKind kind, long nowNanos) {
    of(tenant, nowNanos).failed(kind, nowNanos);
    total.failed(kind, nowNanos);
  }

  @Override
  public void overLimit(TenantId tenant, Refusal.Reason reason, boolean enforced, long nowNanos) {
    of(tenant, nowNanos).wasOverLimit(enforced, nowNanos);
    total.wasOverLimit(enforced, nowNanos);
  }

  /** Counts an attempt to make a connection. */
  void loggedIn(boolean made) {
    logins += made ? 1 : 0;
    failedLogins += made ? 0 : 1;
  }

  long logins() {
    return logins;
  }

  long failedLogins() {
    return failedLogins;
  }

  /** Keeps those no longer apart that have rested; the total keeps what they used. */
  void forget(long nowNanos) {
    byTenant.values().removeIf(tally -> tally.forgettable(nowNanos));
  }

  /** Returns how many tenants are kept apart. */
  int tenants() {
    return byTenant.size();
  }

  /** Returns the tenants that have cost most of late, at most so many, the costliest first. */
  List<Cost> costliest(int most, Collection<Held> held, long nowNanos) {
    if (most == 0) {
      return List.of();
    }
    Map<TenantId, Long> still = heldStill(held, nowNanos);
    Comparator<Cost> byCost = Comparator.comparingLong(Cost::nanos);
    PriorityQueue<Cost> best =
        new PriorityQueue<>(byCost.thenComparing(cost -> cost.tenant().value()));
    byTenant.forEach(
        (tenant, tally) -> {
          long nanos = tally.costAt(nowNanos) + still.getOrDefault(tenant, 0L);
          if (best.size() < most || nanos > best.element().nanos()) {
            best.add(new Cost(tenant, nanos));
          }
          if (best.size() > most) {
            best.remove();
          }
        });
    return best.stream().sorted(best.comparator().reversed()).toList();
  }

  /** Returns all tenants together, and those of {@code tenants} that are kept apart. */
  Reading read(Collection<TenantId> tenants, Collection<Held> held, long nowNanos) {
    Map<TenantId, Long> still = heldStill(held, nowNanos);
    Map<TenantId, Usage> found = new HashMap<>();
    for (TenantId tenant : tenants) {
      @Nullable Tally tally = byTenant.get(tenant);
      if (tally != null) {
        found.put(tenant, tally.usage(still.getOrDefault(tenant, 0L)));
      }
    }
    long all = still.values().stream().mapToLong(nanos -> nanos).sum();
    return new Reading(total.usage(all), found);
  }

  private Tally of(TenantId tenant, long nowNanos) {
    @Nullable Tally known = byTenant.get(tenant);
    if (known != null) {
      return known;
    }
    Tally tally = new Tally(nowNanos);
    byTenant.put(tenant, tally);
    return tally;
  }

  private static Map<TenantId, Long> heldStill(Collection<Held> held, long nowNanos) {
    Map<TenantId, Long> nanos = new HashMap<>();
    held.forEach(one -> nanos.merge(one.tenant(), nowNanos - one.sinceNanos(), Long::sum));
    return nanos;
  }
}
