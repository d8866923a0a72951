package io.croft.jdbc;

import io.croft.catalog.Catalog;
import io.croft.catalog.Limits;
import io.croft.catalog.Standing;
import io.croft.catalog.StandingChanges;
import io.croft.catalog.TenantStatus;
import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import io.croft.core.TenantId;
import java.util.HashSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What each tenant may take, as far as this process knows: read when the tenant is first seen, and
 * again when it has changed. Thread-safe.
 */
final class Standings {

  /** Of a tenant whose standing is being read for the first time; equal to no other. */
  private static final Allowance AWAITED = new Allowance(TenantLimits.NONE, -1, -1, -1);

  private final Catalog catalog;
  private final ConcurrentHashMap<TenantId, Allowance> known = new ConcurrentHashMap<>();

  /** Most tenants of a plan have the same. */
  private final ConcurrentHashMap<Limits, Allowance> shared = new ConcurrentHashMap<>();

  /** Up to where changes are known; nothing while no tenant is. */
  private volatile @Nullable Long mark;

  Standings(Catalog catalog) {
    this.catalog = catalog;
  }

  /** Returns what the tenant may take; everything while nothing is known of it. */
  Allowance of(TenantId tenant) {
    @Nullable Allowance found = known.get(tenant);
    return found == null || found.equals(AWAITED) ? Allowance.UNLIMITED : found;
  }

  /** Returns true when the tenant may be used and its changes are followed. */
  boolean knows(TenantId tenant) {
    @Nullable Allowance found = known.get(tenant);
    return found != null && !found.equals(AWAITED);
  }

  /**
   * Asks the catalog how the tenant stands.
   *
   * @throws CroftException {@code tenant-unknown}, {@code tenant-not-active}
   */
  void require(TenantId tenant) {
    if (mark == null) {
      begin(catalog.changes(StandingChanges.NONE).mark());
    }
    // Announced before it is read: a change that comes later is then seen by whoever follows.
    known.putIfAbsent(tenant, AWAITED);
    try {
      Standing standing = active(tenant, catalog.standing(tenant).orElse(null));
      known.replace(tenant, AWAITED, allowance(standing));
    } finally {
      known.remove(tenant, AWAITED);
    }
  }

  /** A later mark would pass over what has changed for those who were asked for in between. */
  private synchronized void begin(long first) {
    if (mark == null) {
      mark = first;
    }
  }

  /**
   * Takes in what has changed since the last time. For one thread at a time.
   *
   * @param out told each tenant that may no longer be used; it is known no more
   * @throws CroftException {@code catalog-unreachable}; all stays as it is
   */
  void follow(Consumer<TenantId> out) {
    @Nullable Long since = mark;
    if (since == null) {
      return;
    }
    StandingChanges changes = catalog.changes(since);
    if (changes.mark() < since) {
      // Another cluster counts its transactions anew: the catalog was restored from a dump.
      changes = catalog.changes(0);
    }
    if (!changes.standings().isEmpty()) {
      changes.standings().forEach((tenant, standing) -> take(tenant, standing, out));
      shared.values().retainAll(new HashSet<>(known.values()));
    }
    mark = changes.mark();
  }

  private void take(TenantId tenant, Standing standing, Consumer<TenantId> out) {
    if (standing.status() == TenantStatus.ACTIVE) {
      known.computeIfPresent(tenant, (same, before) -> allowance(standing));
    } else if (known.remove(tenant) != null) {
      out.accept(tenant);
    }
  }

  private Allowance allowance(Standing standing) {
    return shared.computeIfAbsent(standing.limits(), Allowance::of);
  }

  private static Standing active(TenantId tenant, @Nullable Standing standing) {
    if (standing == null || standing.status() == TenantStatus.ERASED) {
      throw unknown(tenant);
    }
    if (standing.status() != TenantStatus.ACTIVE) {
      throw new CroftException(
          ErrorCode.TENANT_NOT_ACTIVE,
          "tenant " + tenant + " is " + standing.status().word() + ", not active",
          "activate the tenant before its application uses it");
    }
    return standing;
  }

  /** There is no such tenant. */
  static CroftException unknown(TenantId tenant) {
    return new CroftException(
        ErrorCode.TENANT_UNKNOWN,
        "the catalog has no tenant " + tenant,
        "create the tenant, or correct what resolves it");
  }
}
