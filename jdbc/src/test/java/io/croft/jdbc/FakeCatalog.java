package io.croft.jdbc;

import io.croft.catalog.BudgetClaim;
import io.croft.catalog.BudgetShare;
import io.croft.catalog.Catalog;
import io.croft.catalog.Endpoint;
import io.croft.catalog.Limits;
import io.croft.catalog.Standing;
import io.croft.catalog.StandingChanges;
import io.croft.catalog.Tenant;
import io.croft.catalog.TenantFilter;
import io.croft.catalog.TenantRow;
import io.croft.catalog.TenantStatus;
import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import io.croft.core.Placement;
import io.croft.core.Slug;
import io.croft.core.TenantId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A catalog in memory that counts how often it is asked for a placement, and does what a test wants
 * before it answers.
 */
final class FakeCatalog implements Catalog {

  private final Map<TenantId, Placement> placements = new ConcurrentHashMap<>();
  private final Map<TenantId, TenantStatus> statuses = new ConcurrentHashMap<>();
  private final Map<String, Endpoint> endpoints = new ConcurrentHashMap<>();
  private final Map<TenantId, Placement> destinations = new ConcurrentHashMap<>();
  private final Map<TenantId, Placement> arrivals = new ConcurrentHashMap<>();
  private final Map<TenantId, Limits> limits = new ConcurrentHashMap<>();
  private final AtomicLong revision = new AtomicLong();
  final AtomicInteger asked = new AtomicInteger();
  volatile @Nullable Function<BudgetClaim, BudgetShare> grants;
  volatile Runnable beforePlacement = () -> {};
  volatile Runnable beforeStanding = () -> {};
  volatile Runnable beforeChanges = () -> {};
  private volatile Catalog budgets;
  private volatile boolean cut;

  void put(Endpoint endpoint) {
    endpoints.put(endpoint.server(), endpoint);
  }

  void put(Placement placement) {
    placements.put(placement.tenant(), placement);
  }

  void move(Placement destination) {
    destinations.put(destination.tenant(), destination);
  }

  void arrive(Placement next) {
    arrivals.put(next.tenant(), next);
  }

  void put(TenantId tenant, TenantStatus status) {
    statuses.put(tenant, status);
    revision.incrementAndGet();
  }

  void put(TenantId tenant, Limits its) {
    limits.put(tenant, its);
    revision.incrementAndGet();
  }

  @Override
  public Optional<Tenant> tenant(TenantId id) {
    TenantStatus status = statuses.getOrDefault(id, TenantStatus.ACTIVE);
    return Optional.ofNullable(placements.get(id))
        .map(any -> new Tenant(id, Slug.of("tenant"), "Tenant", "free", null, status));
  }

  @Override
  public Optional<Tenant> tenant(Slug slug) {
    return Optional.empty();
  }

  @Override
  public List<TenantRow> tenants(TenantFilter filter) {
    throw new UnsupportedOperationException("a data source lists no tenants");
  }

  @Override
  public Optional<Placement> placement(TenantId id) {
    asked.incrementAndGet();
    beforePlacement.run();
    return Optional.ofNullable(placements.get(id));
  }

  @Override
  public Endpoint endpoint(String server) {
    return Optional.ofNullable(endpoints.get(server))
        .orElseThrow(
            () -> new CroftException(ErrorCode.SERVER_UNKNOWN, "no server " + server, "add it"));
  }

  @Override
  public List<Endpoint> endpoints() {
    return List.copyOf(endpoints.values());
  }

  /** Lets budgets be shared by a real catalog; without, each data source is alone. */
  void shareBudgetsBy(Catalog real) {
    budgets = real;
  }

  /** Breaks the way to the real catalog, or mends it. */
  void cut(boolean off) {
    cut = off;
  }

  @Override
  public BudgetShare holdBudget(BudgetClaim claim) {
    if (cut) {
      throw new CroftException(ErrorCode.CATALOG_UNREACHABLE, "no way to the catalog", "wait");
    }
    if (budgets != null) {
      return budgets.holdBudget(claim);
    }
    @Nullable Function<BudgetClaim, BudgetShare> granting = grants;
    if (granting != null) {
      return granting.apply(claim);
    }
    int budget = endpoint(claim.server()).budget();
    return new BudgetShare(budget, budget, budget);
  }

  @Override
  public boolean releaseBudget(String server, UUID holder) {
    return budgets == null || budgets.releaseBudget(server, holder);
  }

  @Override
  public Optional<Placement> destination(TenantId id) {
    return Optional.ofNullable(destinations.get(id));
  }

  @Override
  public List<Placement> arrivals() {
    return List.copyOf(arrivals.values());
  }

  @Override
  public Optional<Standing> standing(TenantId id) {
    beforeStanding.run();
    TenantStatus status = statuses.getOrDefault(id, TenantStatus.ACTIVE);
    return Optional.ofNullable(placements.get(id))
        .map(any -> new Standing(status, limits.getOrDefault(id, Limits.NONE)));
  }

  @Override
  public StandingChanges changes(long since) {
    beforeChanges.run();
    long mark = revision.get();
    Map<TenantId, Standing> all = new HashMap<>();
    if (since < mark) {
      placements.keySet().forEach(id -> standing(id).ifPresent(one -> all.put(id, one)));
    }
    return new StandingChanges(all, mark);
  }

  @Override
  public void close() {}
}
