package io.croft.testbed;

import io.croft.catalog.Catalog;
import io.croft.catalog.CatalogAddress;
import io.croft.catalog.ControlCatalog;
import io.croft.catalog.Limits;
import io.croft.catalog.NewTenant;
import io.croft.catalog.Plan;
import io.croft.catalog.PostgresCatalog;
import io.croft.core.Isolation;
import io.croft.core.Placement;
import io.croft.core.Slug;
import io.croft.core.TenantId;
import io.croft.embedded.EmbeddedPostgres;
import io.croft.gate.MasterSecret;
import io.croft.home.ApplicationSchema;
import io.croft.home.Homes;
import io.croft.home.Provisioning;
import io.croft.local.LocalFleet;
import io.croft.local.LocalFleetOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Two PostgreSQL servers, {@link #EU} and {@link #US}, and a catalog, with the ledger application
 * of this kit; one fleet for all tests of a JVM, which ends with it. Durability is off. Tenants are
 * on a plan that allows every isolation.
 */
public final class TestFleet implements AutoCloseable {

  /** The name of the first server. */
  public static final String EU = LocalFleetOptions.EU;

  /** The name of the second server. */
  public static final String US = LocalFleetOptions.US;

  /** The name of a plan that allows every isolation, by default the pool. */
  public static final String PLAN = "any";

  private static final String LEDGER = "classpath:io/croft/testbed/ledger";

  private static final AtomicInteger SLUGS = new AtomicInteger();

  private final LocalFleet fleet;

  private TestFleet(LocalFleetOptions options) {
    fleet = LocalFleet.start(options.volatileWrites());
    fleet
        .catalog()
        .savePlan(
            new Plan(PLAN, Isolation.POOL, EnumSet.allOf(Isolation.class), Set.of(), Limits.NONE),
            "test");
  }

  private static final class Shared {
    static final TestFleet FLEET =
        new TestFleet(LocalFleetOptions.of(ApplicationSchema.of(LEDGER)));
  }

  /** Returns the fleet of this JVM; starting it the first time takes some seconds. */
  public static TestFleet shared() {
    return Shared.FLEET;
  }

  /** Starts a fleet for another application or of other servers, which the caller closes. */
  public static TestFleet start(LocalFleetOptions options) {
    return new TestFleet(options);
  }

  /** Stops the servers. */
  @Override
  public void close() {
    fleet.close();
  }

  /** Creates a tenant with a slug of its own; returns its identity. */
  public TenantId tenant(Isolation isolation, String server) {
    NewTenant tenant = NewTenant.of(Slug.of("tenant-" + SLUGS.incrementAndGet()), "A tenant", PLAN);
    return provisioning()
        .provision(tenant, Optional.of(isolation), Optional.of(server), "test")
        .id();
  }

  /** Returns what makes tenants. */
  public Provisioning provisioning() {
    return new Provisioning(fleet.catalog(), fleet.homes());
  }

  /** Returns the control plane's catalog. */
  public ControlCatalog catalog() {
    return fleet.catalog();
  }

  /** Opens the catalog as an application does, with a login that may only read. */
  public Catalog openReader() {
    return PostgresCatalog.open(reader());
  }

  /** Returns where the catalog is and the login of the application. */
  public CatalogAddress reader() {
    return fleet.reader("ledger");
  }

  /** Returns where the catalog is and the login of the control plane. */
  public CatalogAddress address() {
    return fleet.address();
  }

  /** Returns the master secret. */
  public MasterSecret secret() {
    return fleet.secret();
  }

  /** Returns the master secret as 64 hexadecimal digits, as another process is given it. */
  public String secretHex() {
    try {
      Path directory = Files.createTempDirectory("croft-test");
      Path file = directory.resolve("secret");
      secret().writeTo(file);
      String hex = Files.readString(file).strip();
      Files.delete(file);
      Files.delete(directory);
      return hex;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the homes of both servers. */
  public Homes homes() {
    return fleet.homes();
  }

  /** Returns a server by its name. */
  public EmbeddedPostgres server(String name) {
    return fleet.server(name);
  }

  /** Opens a superuser's connection to the database of a home, to look at the truth. */
  public Connection superuser(Placement home) throws SQLException {
    return fleet.connect(home.server(), home.database());
  }
}
