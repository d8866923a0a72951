package io.croft.attack;

import io.croft.catalog.BudgetClaim;
import io.croft.catalog.BudgetShare;
import io.croft.catalog.Catalog;
import io.croft.catalog.Endpoint;
import io.croft.catalog.Standing;
import io.croft.catalog.StandingChanges;
import io.croft.catalog.Tenant;
import io.croft.catalog.TenantFilter;
import io.croft.catalog.TenantRow;
import io.croft.core.Placement;
import io.croft.core.Slug;
import io.croft.core.TenantId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** A catalog whose tenants have their homes in copies that the true one knows nothing of. */
record FixedCatalog(Catalog real, List<Placement> homes) implements Catalog {

  @Override
  public Optional<Tenant> tenant(TenantId id) {
    return real.tenant(id);
  }

  @Override
  public Optional<Tenant> tenant(Slug slug) {
    return real.tenant(slug);
  }

  @Override
  public List<TenantRow> tenants(TenantFilter filter) {
    return real.tenants(filter);
  }

  @Override
  public Optional<Placement> placement(TenantId id) {
    return homes.stream().filter(home -> home.tenant().equals(id)).findAny();
  }

  @Override
  public Endpoint endpoint(String server) {
    return real.endpoint(server);
  }

  @Override
  public List<Endpoint> endpoints() {
    return real.endpoints();
  }

  @Override
  public Optional<Placement> destination(TenantId id) {
    return Optional.empty();
  }

  @Override
  public List<Placement> arrivals() {
    return List.of();
  }

  @Override
  public Optional<Standing> standing(TenantId id) {
    return real.standing(id);
  }

  @Override
  public StandingChanges changes(long since) {
    return real.changes(since);
  }

  @Override
  public BudgetShare holdBudget(BudgetClaim claim) {
    return real.holdBudget(claim);
  }

  @Override
  public boolean releaseBudget(String server, UUID holder) {
    return real.releaseBudget(server, holder);
  }

  /** Leaves the true catalog open, which belongs to others. */
  @Override
  public void close() {}
}
