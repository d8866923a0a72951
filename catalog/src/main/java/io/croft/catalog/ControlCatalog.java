package io.croft.catalog;

import io.croft.core.CroftException;
import io.croft.core.Isolation;
import io.croft.core.Placement;
import io.croft.core.Slug;
import io.croft.core.TenantId;
import io.croft.gate.MasterSecret;
import java.sql.Connection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The catalog as the control plane reads and writes it. Every change is one transaction, and the
 * audit of it is written in the same one; {@code actor} is who asked for it. Safe for use by many
 * threads.
 *
 * <p>Its sessions work as {@code croft_control}, which cannot touch the audit. Only migrating and
 * {@link #readers} use the rights of the login itself.
 */
public final class ControlCatalog implements Catalog {

  private static final int CONNECTIONS = 8;
  private static final String ROLE = "croft_control";

  private final Database database;
  private final AppReads reads;
  private final BudgetStore budgets;
  private final PlanStore plans;
  private final ServerStore servers;
  private final TenantStore tenants;
  private final PlacementStore placements;
  private final Operations operations;
  private final Proof proof;
  private final AuditStore audit;
  private final ReaderLogins readers;
  private final AdminConnections admins;

  private ControlCatalog(CatalogAddress address, Database database, AdminCipher cipher) {
    this.database = database;
    this.reads = new AppReads(database);
    this.budgets = new BudgetStore(database);
    this.plans = new PlanStore(database);
    this.servers = new ServerStore(database, cipher);
    this.tenants = new TenantStore(database);
    this.placements = new PlacementStore(database);
    this.operations = new Operations(database);
    this.proof = new Proof(database);
    this.audit = new AuditStore(database);
    this.readers = new ReaderLogins(address, database);
    this.admins = new AdminConnections(servers);
  }

  /**
   * Opens the catalog, and makes or upgrades its tables when they are behind.
   *
   * @throws CroftException {@code catalog-unreachable}, {@code catalog-unknown}, {@code
   *     login-refused}; {@code migration-failed}; {@code configuration-invalid} when the catalog
   *     was made with another master secret
   */
  public static ControlCatalog open(CatalogAddress address, MasterSecret secret) {
    Schema.migrate(address);
    AdminCipher cipher = new AdminCipher(secret);
    Database database = Database.open(address, ROLE, CONNECTIONS, Database.PATIENCE);
    try {
      KeyCheck.verify(database, cipher);
      return new ControlCatalog(address, database, cipher);
    } catch (RuntimeException e) {
      database.close();
      throw e;
    }
  }

  /** Adds a server; {@code server-exists} when there is one of that name. */
  public void addServer(NewServer server, String actor) {
    servers.add(server, actor);
  }

  /** Gives the server of that name these properties; {@code server-unknown} when there is none. */
  public void changeServer(NewServer server, String actor) {
    servers.change(server, actor);
  }

  /** Returns all servers by name. */
  public List<Server> servers() {
    return servers.servers();
  }

  /** Returns one server; {@code server-unknown} when there is none of that name. */
  public Server server(String name) {
    return servers.server(name);
  }

  /** Returns all plans by name. */
  public List<Plan> plans() {
    return plans.plans();
  }

  /** Returns one plan; {@code plan-unknown} when there is none of that name. */
  public Plan plan(String name) {
    return plans.plan(name);
  }

  /** Adds the plan, or gives the one of that name these properties. */
  public void savePlan(Plan plan, String actor) {
    plans.save(plan, actor);
  }

  /** Returns by which limits a tenant differs from its plan; {@code tenant-unknown}. */
  public Limits limits(TenantId id) {
    return tenants.limits(id);
  }

  /**
   * Lets a tenant differ from its plan by these limits and no others. Applications follow within
   * seconds.
   *
   * @throws CroftException {@code tenant-unknown}
   */
  public void saveLimits(TenantId id, Limits limits, String actor) {
    tenants.saveLimits(id, limits, actor);
  }

  /**
   * Returns the least full server with room where a tenant of the plan may live.
   *
   * @param region only there, when given
   * @throws CroftException {@code region-forbidden} by the plan; {@code region-invalid} when no
   *     server is there; {@code server-unknown} when no server is allowed; {@code server-full}
   */
  public Server choose(Plan plan, Optional<String> region) {
    return PlacementRules.choose(servers(), plan, region);
  }

  /**
   * Creates a tenant, {@link TenantStatus#PROVISIONING}, placed at epoch 1. Creating the same
   * identity and slug again returns what is there.
   *
   * @throws CroftException {@code plan-unknown}, {@code server-unknown}, {@code
   *     isolation-forbidden}, {@code region-forbidden}, {@code server-full}; {@code slug-taken};
   *     {@code tenant-exists} when the identity has another slug
   */
  public Tenant createTenant(NewTenant tenant, Isolation isolation, String server, String actor) {
    return tenants.create(tenant, isolation, server, actor);
  }

  /**
   * Checks that a tenant may be moved to such a home by its plan, its region and the server's room.
   *
   * @throws CroftException {@code tenant-unknown}, {@code server-unknown}, {@code
   *     isolation-forbidden}, {@code region-forbidden}, {@code server-full}
   */
  public void requireAllowed(TenantId id, Isolation isolation, String server) {
    Tenant tenant = tenant(id).orElseThrow(() -> Refusals.unknownTenant(id));
    Server target = server(server);
    PlacementRules.check(plan(tenant.plan()), tenant.region(), isolation, target);
    boolean there = placement(id).map(p -> p.server().equals(server)).orElse(false);
    if (!there && !target.hasRoom()) {
      throw Refusals.full(List.of(target));
    }
  }

  /** Makes a tenant active; no change when it is. Refused for an erased one. */
  public Tenant activate(TenantId id, String actor) {
    return tenants.changeStatus(id, TenantStatus.ACTIVE, actor, "tenant.activate");
  }

  /** Suspends a tenant; no change when it is. Refused for an erased one. */
  public Tenant suspend(TenantId id, String actor) {
    return tenants.changeStatus(id, TenantStatus.SUSPENDED, actor, "tenant.suspend");
  }

  /**
   * Forgets a canary: a tenant of Croft's own, whose slug begins with {@code croft-canary-}, after
   * its home was dropped. Nothing but its audit remains.
   *
   * @return false when there is no such canary; any other tenant stays
   */
  public boolean forgetCanary(TenantId id, String actor) {
    return tenants.forgetCanary(id, actor);
  }

  @Override
  public List<TenantRow> tenants(TenantFilter filter) {
    return reads.tenants(filter);
  }

  /** Returns an epoch larger than every one before of this tenant; {@code tenant-unknown}. */
  public long nextEpoch(TenantId id) {
    return placements.nextEpoch(id, "croft");
  }

  /**
   * Makes {@code to} the tenant's placement, if {@code from} is it. Returns true when {@code to} is
   * the placement afterwards, also when it was before; false when a third one is.
   *
   * @throws CroftException {@code tenant-unknown}, {@code server-unknown}
   * @throws IllegalArgumentException when the tenants differ, or the epoch of {@code to} is not
   *     larger than that of {@code from} or was never allocated
   */
  public boolean follow(Placement from, Placement to, String actor) {
    return placements.follow(from, to, actor);
  }

  /** Returns where the tenant lives and has lived, the present placement first. */
  public List<Placement> history(TenantId id) {
    return placements.history(id);
  }

  /** Returns the long work. */
  public Operations operations() {
    return operations;
  }

  /** Returns the continuous proof of isolation. */
  public Proof proof() {
    return proof;
  }

  /** Returns a page of the audit, the oldest entry first. */
  public List<AuditEntry> audit(AuditFilter filter) {
    return audit.list(filter);
  }

  /** Returns the logins of applications. */
  public ReaderLogins readers() {
    return readers;
  }

  /**
   * Gives an application a login that reads what {@link Catalog} offers and nothing else; an
   * existing reader gets the new password. Returns the address to give to the application.
   *
   * @throws CroftException {@code role-too-powerful} when a role of that name is more than a reader
   */
  public CatalogAddress addReader(String login, String password, String actor) {
    return readers.put(login, password, actor);
  }

  /**
   * Opens a connection as the server's administrator; the caller closes it.
   *
   * @throws CroftException {@code server-unknown}, {@code server-unreachable}, {@code
   *     login-refused}; {@code database-error} when it has no such database; {@code
   *     configuration-invalid} when the password was kept under another master secret
   */
  public Connection admin(String server, String database) {
    return admins.open(server, database);
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
