package io.croft.bench;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.croft.catalog.Catalog;
import io.croft.catalog.Limits;
import io.croft.catalog.NewServer;
import io.croft.catalog.NewTenant;
import io.croft.catalog.Plan;
import io.croft.catalog.PostgresCatalog;
import io.croft.core.Isolation;
import io.croft.core.Placement;
import io.croft.core.Slug;
import io.croft.core.TenantId;
import io.croft.embedded.EmbeddedPostgres;
import io.croft.gate.Sealer;
import io.croft.home.ApplicationSchema;
import io.croft.home.Provisioning;
import io.croft.jdbc.CroftDataSource;
import io.croft.jdbc.StartupOptions;
import io.croft.local.LocalFleet;
import io.croft.local.LocalFleetOptions;
import io.croft.tools.CountingSockets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.postgresql.PGProperty;

/**
 * Where it is measured: one server with a pool of many tenants, a schema home and a database home,
 * and beside them, in a database of its own, the same tables as others keep them.
 */
final class Site implements AutoCloseable {

  static final String BASELINE_LOGIN = "bench_app";
  static final String BASELINE = "croft_bench";
  static final String SERVER = "one";

  /** Connections of Croft's data source, and the most that a baseline needs. */
  static final int BUDGET = 100;

  private static final String PLAN = "bench";
  private static final String REGION = "eu";
  private static final String ACTOR = "bench";
  private static final int ROOM = 1_000_000;

  private final Scale scale;
  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private final Deque<AutoCloseable> compared = new ArrayDeque<>();
  private final String baselinePassword = UUID.randomUUID().toString();
  private final LocalFleet fleet;
  private final Sealer sealer;
  private final Catalog reader;
  private CroftDataSource croft;
  private final Map<TenantId, Placement> placements = new HashMap<>();
  private final List<TenantId> pool = new ArrayList<>();
  private final List<TenantId> schemas = new ArrayList<>();
  private final TenantId ofDatabase;

  private Site(Scale scale, LocalFleet fleet) {
    this.scale = scale;
    this.fleet = opened(fleet);
    sealer = new Sealer(fleet.secret().application());
    fleet
        .catalog()
        .savePlan(
            new Plan(PLAN, Isolation.POOL, EnumSet.allOf(Isolation.class), Set.of(), Limits.NONE),
            ACTOR);
    budget(BUDGET);
    for (int i = 0; i < scale.tenants(); i++) {
      pool.add(tenant("pool-" + i, Isolation.POOL));
    }
    for (int i = 0; i < scale.schemas(); i++) {
      schemas.add(tenant("own-schema-" + i, Isolation.SCHEMA));
    }
    ofDatabase = tenant("own-database", Isolation.DATABASE);
    reader = opened(PostgresCatalog.open(fleet.reader("bench")));
    croft = opened(croft(any -> any));
  }

  /** Opens one more data source, which the caller closes. */
  CroftDataSource croft(UnaryOperator<CroftDataSource.Builder> changes) {
    return changes
        .apply(
            CroftDataSource.builder(reader, fleet.secret().application())
                .driverProperty("socketFactory", CountingSockets.class.getName()))
        .build();
  }

  /**
   * Closes the data source and opens it anew.
   *
   * @param budget how many connections it may hold
   */
  CroftDataSource reopen(int budget, UnaryOperator<CroftDataSource.Builder> changes) {
    croft.close();
    budget(budget);
    croft = opened(croft(changes));
    return croft;
  }

  /** Lets data sources that are opened from now on hold so many connections. */
  private void budget(int connections) {
    EmbeddedPostgres server = server();
    NewServer same =
        NewServer.of(
            SERVER, REGION, server.host(), server.port(), server.superuser(), server.password());
    fleet.catalog().changeServer(same.withCapacity(ROOM, connections), ACTOR);
  }

  /**
   * Starts the server and fills every table; takes some seconds.
   *
   * @param durable whether the server can wait for the disk, as in production
   */
  static Site open(Scale scale, boolean durable) throws SQLException {
    LocalFleetOptions options =
        new LocalFleetOptions(
            ApplicationSchema.of("classpath:io/croft/bench/shop"),
            Map.of(SERVER, REGION),
            Optional.empty(),
            durable,
            true);
    LocalFleet fleet = LocalFleet.start(options);
    Site site;
    try {
      site = new Site(scale, fleet);
    } catch (RuntimeException e) {
      fleet.close();
      throw e;
    }
    try {
      site.tables().create(site.baselinePassword);
    } catch (SQLException | RuntimeException e) {
      site.close();
      throw e;
    }
    return site;
  }

  Scale scale() {
    return scale;
  }

  EmbeddedPostgres server() {
    return fleet.server(SERVER);
  }

  AllTables tables() {
    return new AllTables(this);
  }

  CroftDataSource croft() {
    return croft;
  }

  List<TenantId> pool() {
    return List.copyOf(pool);
  }

  TenantId ofSchema() {
    return schemas.get(0);
  }

  /** Returns the tenants of schema homes that hold rows. */
  List<TenantId> schemas() {
    return List.copyOf(schemas);
  }

  TenantId ofDatabase() {
    return ofDatabase;
  }

  Placement placement(TenantId tenant) {
    return Objects.requireNonNull(placements.get(tenant));
  }

  byte[] seal(TenantId tenant, int backend) {
    return sealer.seal(placement(tenant), backend);
  }

  /** Opens a superuser's connection, which the caller closes. */
  Connection superuser(String database) throws SQLException {
    return fleet.connect(SERVER, database);
  }

  /**
   * Opens a pool of one connection to a schema of the baselines; closed by {@link #closeCompared}.
   */
  DataSource baseline(String schema) {
    return baseline(schema, 1);
  }

  /**
   * Opens a pool of so many connections to a schema of the baselines; closed by {@link
   * #closeCompared}.
   */
  DataSource baseline(String schema, int size) {
    String options = "-c search_path=" + schema;
    return hikari(BASELINE, BASELINE_LOGIN, baselinePassword, options, size);
  }

  /** Opens a pool of so many connections to a tenant's own home, by its login. */
  DataSource bareHome(TenantId tenant, int size) {
    Placement home = placement(tenant);
    String options = StartupOptions.of(home.schema());
    return hikari(home.database(), home.login(), password(home), options, size);
  }

  /** Opens the same empty: it connects when it is asked. */
  DataSource coldHome(TenantId tenant, int size) {
    Placement home = placement(tenant);
    String options = StartupOptions.of(home.schema());
    HikariConfig config = config(home.database(), home.login(), password(home), options, size);
    config.setMinimumIdle(0);
    config.setInitializationFailTimeout(-1);
    return compared(new HikariDataSource(config));
  }

  /** Opens a connection to a tenant's own home by the driver alone; the caller closes it. */
  Connection raw(TenantId tenant) throws SQLException {
    Placement home = placement(tenant);
    Properties properties = new Properties();
    PGProperty.ASSUME_MIN_SERVER_VERSION.set(properties, "15");
    PGProperty.SOCKET_FACTORY.set(properties, CountingSockets.class.getName());
    PGProperty.OPTIONS.set(properties, StartupOptions.of(home.schema()));
    PGProperty.USER.set(properties, home.login());
    PGProperty.PASSWORD.set(properties, password(home));
    return DriverManager.getConnection(server().jdbcUrl(home.database()), properties);
  }

  private String password(Placement home) {
    return fleet.secret().application().loginPassword(SERVER, home.login());
  }

  /** Opens a pool of one connection as the application's login of Croft's pool. */
  DataSource barePool() {
    String login = Placement.POOL_LOGIN;
    String password = fleet.secret().application().loginPassword(SERVER, login);
    return hikari(Placement.SHARED_DATABASE, login, password, "-c search_path=app,\\ pg_temp", 1);
  }

  private DataSource hikari(
      String database, String user, String password, String options, int size) {
    return compared(new HikariDataSource(config(database, user, password, options, size)));
  }

  private HikariConfig config(
      String database, String user, String password, String options, int size) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(server().jdbcUrl(database));
    config.setUsername(user);
    config.setPassword(password);
    config.setMaximumPoolSize(size);
    // As long as Croft waits.
    config.setConnectionTimeout(10_000);
    config.addDataSourceProperty("options", options);
    config.addDataSourceProperty("socketFactory", CountingSockets.class.getName());
    return config;
  }

  /** Lets commits wait for the disk, or not. */
  void awaitCommits(boolean wanted) throws SQLException {
    try (Connection admin = superuser("postgres");
        Statement statement = admin.createStatement()) {
      statement.execute("ALTER SYSTEM SET synchronous_commit = " + (wanted ? "on" : "off"));
      statement.execute("SELECT pg_reload_conf()");
    }
  }

  /** Makes a tenant with a home of its own, without rows. */
  TenantId tenant(String slug, Isolation isolation) {
    NewTenant wanted = NewTenant.of(Slug.of(slug), slug, PLAN);
    TenantId id =
        new Provisioning(fleet.catalog(), fleet.homes())
            .provision(wanted, Optional.of(isolation), Optional.of(SERVER), ACTOR)
            .id();
    return placed(id);
  }

  /** Makes a tenant that the catalog places in a database, but no database. */
  TenantId row(String slug) {
    NewTenant wanted = NewTenant.of(Slug.of(slug), slug, PLAN);
    fleet.catalog().createTenant(wanted, Isolation.DATABASE, SERVER, ACTOR);
    fleet.catalog().activate(wanted.id(), ACTOR);
    return placed(wanted.id());
  }

  private TenantId placed(TenantId id) {
    placements.put(id, fleet.catalog().placement(id).orElseThrow());
    return id;
  }

  private <T extends AutoCloseable> T opened(T part) {
    open.push(part);
    return part;
  }

  /** Closes what is compared with Croft by {@link #closeCompared}; returns it. */
  <T extends AutoCloseable> T compared(T part) {
    compared.push(part);
    return part;
  }

  /** Closes all pools that Croft was compared with so far. */
  void closeCompared() {
    close(compared);
  }

  /** Stops everything, the last opened first. */
  @Override
  public void close() {
    close(compared);
    close(open);
  }

  private static void close(Deque<AutoCloseable> parts) {
    while (!parts.isEmpty()) {
      try {
        parts.pop().close();
      } catch (Exception e) {
        throw new IllegalStateException("the site did not close", e);
      }
    }
  }
}
