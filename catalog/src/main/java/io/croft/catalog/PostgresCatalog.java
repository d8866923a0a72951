package io.croft.catalog;

import io.croft.core.CroftException;
import io.croft.core.Placement;
import io.croft.core.Slug;
import io.croft.core.TenantId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The catalog as an application's login reads it, through at most four connections. */
public final class PostgresCatalog implements Catalog {

  private static final int CONNECTIONS = 4;

  /** A request of an application waits for it. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final Database database;
  private final AppReads reads;
  private final BudgetStore budgets;

  private PostgresCatalog(Database database) {
    this.database = database;
    this.reads = new AppReads(database);
    this.budgets = new BudgetStore(database);
  }

  /**
   * Opens the catalog.
   *
   * @throws CroftException {@code catalog-unreachable}, {@code catalog-unknown} when there is none
   *     at that address, {@code login-refused}
   */
  public static PostgresCatalog open(CatalogAddress address) {
    Database database = Database.open(address, null, CONNECTIONS, PATIENCE);
    PostgresCatalog catalog = new PostgresCatalog(database);
    try {
      catalog.reads.check();
      return catalog;
    } catch (RuntimeException e) {
      database.close();
      throw e;
    }
  }

  @Override
  public Optional<Tenant> tenant(TenantId id) {
    return reads.tenant(id);
  }

  @Override
  public Optional<Tenant> tenant(Slug slug) {
    return reads.tenant(slug);
  }

  @Override
  public List<TenantRow> tenants(TenantFilter filter) {
    return reads.tenants(filter);
  }

  @Override
  public Optional<Placement> placement(TenantId id) {
    return reads.placement(id);
  }

  @Override
  public Endpoint endpoint(String server) {
    return reads.endpoint(server);
  }

  @Override
  public List<Endpoint> endpoints() {
    return reads.endpoints();
  }

  @Override
  public List<Placement> arrivals() {
    return reads.arrivals();
  }

  @Override
  public Optional<Placement> destination(TenantId id) {
    return reads.destination(id);
  }

  @Override
  public Optional<Standing> standing(TenantId id) {
    return reads.standing(id);
  }

  @Override
  public StandingChanges changes(long since) {
    return reads.changes(since);
  }

  @Override
  public BudgetShare holdBudget(BudgetClaim claim) {
    return budgets.hold(claim);
  }

  @Override
  public boolean releaseBudget(String server, UUID holder) {
    return budgets.release(server, holder);
  }

  @Override
  public void close() {
    database.close();
  }
}
