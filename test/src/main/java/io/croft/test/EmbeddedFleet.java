package io.croft.test;

import io.croft.catalog.CatalogAddress;
import io.croft.catalog.ControlCatalog;
import io.croft.catalog.Limits;
import io.croft.catalog.Plan;
import io.croft.catalog.PostgresCatalog;
import io.croft.core.Isolation;
import io.croft.core.Placement;
import io.croft.core.TenantId;
import io.croft.embedded.EmbeddedPostgres;
import io.croft.jdbc.CroftDataSource;
import io.croft.local.LocalFleet;
import io.croft.local.LocalFleetOptions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * A whole Croft for tests: two PostgreSQL servers, {@link #EU} and {@link #US}, their catalog, and
 * a data source as an application has it. Thread-safe.
 */
public final class EmbeddedFleet {

  /** The name of the server on which tenants are made. */
  public static final String EU = LocalFleetOptions.EU;

  /** The name of the other server. */
  public static final String US = LocalFleetOptions.US;

  static final String ACTOR = "tests";

  /** Allows every isolation. */
  static final String PLAN = "any";

  private final LocalFleet fleet;
  private final CatalogAddress reader;
  private final PostgresCatalog catalog;
  private final CroftDataSource source;
  private final Tenants tenants;

  private EmbeddedFleet(LocalFleet fleet) {
    this.fleet = fleet;
    fleet
        .catalog()
        .savePlan(
            new Plan(PLAN, Isolation.POOL, EnumSet.allOf(Isolation.class), Set.of(), Limits.NONE),
            ACTOR);
    this.reader = fleet.reader("application");
    this.catalog = PostgresCatalog.open(reader);
    this.source = CroftDataSource.builder(catalog, fleet.secret().application()).build();
    this.tenants = new Tenants(fleet);
  }

  static EmbeddedFleet start(FleetRecipe recipe) {
    LocalFleet fleet =
        LocalFleet.start(LocalFleetOptions.of(recipe.schema()).volatileWrites().stoppedByOwner());
    try {
      return new EmbeddedFleet(fleet);
    } catch (RuntimeException e) {
      fleet.close();
      throw e;
    }
  }

  /**
   * Returns the fleet of this JVM that the annotation describes; starting it the first time takes
   * some seconds. It ends with the JVM.
   *
   * @throws io.croft.core.CroftException {@code server-cannot-start}, {@code migration-failed} and
   *     what else the application's schema is refused for
   */
  public static EmbeddedFleet of(EmbeddedCroft wanted) {
    return SharedFleets.of(FleetRecipe.of(wanted));
  }

  /** Returns the data source of the application, with the rights that it has in production. */
  public CroftDataSource dataSource() {
    return source;
  }

  /** Returns what makes, moves and suspends tenants. */
  public Tenants tenants() {
    return tenants;
  }

  /** Returns the proof that tenants are apart, over {@link #dataSource()}. */
  public TenantIsolation isolation() {
    return TenantIsolation.over(source, SharedTables.declaredIn(fleet), this::slug);
  }

  /** Returns a new hunt for values of one tenant in answers to another. */
  public LeakHunt leakHunt() {
    return new LeakHunt(new TenantReader(source, SharedTables.declaredIn(fleet), this::slug));
  }

  private String slug(TenantId tenant) {
    return tenants.tenant(tenant).slug().value();
  }

  /** Returns the control plane's catalog. */
  public ControlCatalog catalog() {
    return fleet.catalog();
  }

  /** Returns the two properties by which an application reaches this fleet. */
  public Map<String, String> properties() {
    return Map.of(
        "croft.catalog", reader.uri(), "croft.secret", fleet.secret().application().hex());
  }

  /**
   * Opens a superuser's connection to the database that holds the tenant, for tests that look at
   * the truth or break what protects it. The caller closes it.
   */
  public Connection superuser(TenantId tenant) throws SQLException {
    Placement home = tenants.placement(tenant);
    return fleet.connect(home.server(), home.database());
  }

  EmbeddedPostgres server(String name) {
    return fleet.server(name);
  }

  void close() {
    source.close();
    catalog.close();
    fleet.close();
  }
}
