package io.croft.jdbc;

import io.croft.catalog.Catalog;
import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import io.croft.core.Placement;
import io.croft.core.TenantId;
import io.croft.core.TenantScope;
import io.croft.gate.ApplicationSecret;
import io.croft.gate.Sealer;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A data source whose connections belong to the tenant in scope, wherever that tenant lives.
 *
 * <p>{@link #getConnection()} captures tenant and access of {@link TenantScope} and takes nothing
 * physical yet. A connection keeps them, and executes statements in that scope only: in another one
 * they are refused, and in none. It is committed, rolled back and closed anywhere, and rows that
 * were asked for can be read. When the first statement of a transaction executes, a connection to
 * the tenant's home is taken from the server's budget and the gate is passed; at commit, rollback
 * or close (in autocommit: at the end of the statement) it goes back. While the tenant is being
 * moved, a transaction of which nothing has run waits and follows; the application sees latency,
 * not errors.
 *
 * <p>Thread-safe. Each error that Croft itself raises has a {@link CroftException} as its cause:
 * {@code no-tenant-in-scope} (SQLSTATE TN006), {@code session-of-another-scope} (55000), {@code
 * tenant-unknown}, {@code tenant-not-active}, {@code access-unknown} (08004), {@code fence-timeout}
 * (40001: nothing has run, the transaction may be repeated), {@code connection-timeout} (53300),
 * {@code tenant-over-limit} (53400), {@code server-unreachable}, {@code catalog-unreachable}
 * (08001), {@code login-refused} (28000). A handle used after close raises 08003.
 */
public final class CroftDataSource implements DataSource, AutoCloseable {

  private final Options options;
  private final WatchedCatalog catalog;
  private final Observation observation;
  private final Servers servers;
  private final Entrance entrance;
  private final Gateway gateway;
  private final Following following;
  private final Foresight foresight;
  private volatile boolean closed;

  private CroftDataSource(Catalog catalog, ApplicationSecret secret, Options options) {
    this.options = options;
    this.catalog = new WatchedCatalog(catalog);
    Standings standings = new Standings(this.catalog);
    this.servers = new Servers(this.catalog, standings, secret, options);
    Placements placements = new Placements(this.catalog, standings, servers::retire);
    this.observation = new Observation(this.catalog, servers.all());
    this.entrance = new Entrance(new Sealer(secret));
    this.foresight = new Foresight(this.catalog, servers);
    this.following = new Following(this.catalog, standings, placements, foresight);
    this.gateway = new Gateway(placements, servers, entrance, foresight, options, observation);
  }

  /**
   * Returns a builder.
   *
   * @param catalog says where each tenant lives; it is not closed with the data source
   * @param secret from which the passwords of the logins and the seals are derived
   */
  public static Builder builder(Catalog catalog, ApplicationSecret secret) {
    return new Builder(catalog, secret);
  }

  /**
   * Returns a connection of the tenant in scope.
   *
   * @throws SQLException TN006 with the cause {@code no-tenant-in-scope} outside of a scope, 08003
   *     when the data source is closed
   */
  @Override
  public Connection getConnection() throws SQLException {
    Caller caller;
    try {
      caller = Caller.inScope();
    } catch (CroftException e) {
      throw Errors.of(e);
    }
    if (closed) {
      throw Errors.closed("the data source");
    }
    return new CroftConnection(new Session(gateway, caller, options));
  }

  /**
   * Returns where a tenant lives, as far as this process knows: what caches keep belongs to its
   * epoch. Asks the catalog only about a tenant that this process has not seen yet.
   *
   * @throws CroftException {@code tenant-unknown}, {@code tenant-not-active}, {@code
   *     catalog-unreachable}
   */
  public Placement placement(TenantId tenant) {
    try {
      return gateway.placement(tenant);
    } catch (SQLException e) {
      throw e.getCause() instanceof CroftException cause ? cause : new IllegalStateException(e);
    }
  }

  /**
   * Returns false while the catalog has no server, and so no tenant has a home. Asks the catalog.
   *
   * @throws CroftException {@code catalog-unreachable}
   */
  public boolean hasServers() {
    return !catalog.endpoints().isEmpty();
  }

  /**
   * Returns a connection to the tables as every home has them, for tools that compare a mapping
   * with them before any tenant is in scope. It belongs to no tenant: the database refuses every
   * row. It counts against the budget of one server, and is closed with {@link Connection#close}.
   *
   * @throws SQLException 0A000 behind a pooler, 08001 with a {@code server-unreachable} or {@code
   *     catalog-unreachable} cause, 55000 when the catalog has no server
   */
  public Connection modelConnection() throws SQLException {
    if (options.pooler() != Pooler.NONE) {
      throw Errors.unsupported("the tables cannot be looked at behind a pooler without a tenant");
    }
    return ModelConnection.open(catalog, servers);
  }

  /** Returns what the addresses of the servers lead to. */
  public Pooler pooler() {
    return options.pooler();
  }

  /** Refuses: the tenant's placement decides the login. */
  @Override
  public Connection getConnection(String user, String password) throws SQLException {
    throw Errors.unsupported("the login is that of the tenant's home; use getConnection()");
  }

  /**
   * Refuses new connections, waits for those in use at most for the connection timeout, and closes
   * all. A second call has no effect.
   */
  @Override
  public void close() {
    closed = true;
    following.close();
    foresight.close();
    servers.close();
  }

  /** Returns the connection timeout in whole seconds, at least 1. */
  @Override
  public int getLoginTimeout() {
    return Math.toIntExact(Math.max(1, options.pool().connectionTimeout().toSeconds()));
  }

  /** Refuses: timeouts are given to the builder. */
  @Override
  public void setLoginTimeout(int seconds) throws SQLException {
    throw Errors.unsupported("the connection timeout is given to CroftDataSource.builder(...)");
  }

  @Override
  public @Nullable PrintWriter getLogWriter() {
    return null;
  }

  /** Refuses: Croft logs through SLF4J. */
  @Override
  public void setLogWriter(@Nullable PrintWriter out) throws SQLException {
    throw Errors.unsupported("Croft logs through SLF4J");
  }

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    throw new SQLFeatureNotSupportedException("Croft logs through SLF4J", "0A000");
  }

  @Override
  public <T> T unwrap(Class<T> wanted) throws SQLException {
    if (wanted.isInstance(this)) {
      return wanted.cast(this);
    }
    throw Errors.unsupported("this data source is no wrapper for " + wanted.getName());
  }

  @Override
  public boolean isWrapperFor(Class<?> wanted) {
    return wanted.isInstance(this);
  }

  /**
   * Returns the data source of Croft to which {@code source} leads: itself, or what it wraps.
   *
   * @throws CroftException {@code configuration-invalid} when it leads to none
   */
  public static CroftDataSource behind(DataSource source) {
    try {
      return source.unwrap(CroftDataSource.class);
    } catch (SQLException e) {
      throw new CroftException(
          ErrorCode.CONFIGURATION_INVALID,
          source.getClass().getName() + " leads to no CroftDataSource",
          "give the CroftDataSource in its place, or a proxy that unwraps to it",
          e);
    }
  }

  /**
   * Returns the numbers of this moment. It asks nobody, and takes the lock of each server's pool
   * for a time that grows with the tenants that are kept apart: about 1 ms for ten thousand.
   *
   * @param tenants how many of the costliest tenants are listed; 0 to leave them together
   */
  public Snapshot snapshot(int tenants) {
    if (tenants < 0) {
      throw new IllegalArgumentException("tenants must be 0 or more, found " + tenants);
    }
    return observation.snapshot(tenants);
  }

  PoolStats stats(String server) {
    return servers.stats(server);
  }

  Entrance entrance() {
    return entrance;
  }

  int lanes(String server) {
    return servers.lanes(server);
  }

  /** Returns true while a thread clears what bars the way to the tenant's home. */
  boolean isClearing(TenantId tenant) {
    return gateway.isClearing(tenant);
  }

  /** Collects what may differ from the defaults. Durations must be more than zero. */
  public static final class Builder {

    /** The default of {@link #fenceTimeout}. */
    public static final Duration FENCE_TIMEOUT = Duration.ofSeconds(10);

    /** The default of {@link #connectionTimeout}. */
    public static final Duration CONNECTION_TIMEOUT = Duration.ofSeconds(10);

    /** The default of {@link #idleTimeout}. */
    public static final Duration IDLE_TIMEOUT = Duration.ofMinutes(5);

    /** The default of {@link #maxLifetime}. */
    public static final Duration MAX_LIFETIME = Duration.ofMinutes(30);

    /** The default of {@link #leakThreshold}: never. */
    public static final Duration LEAK_THRESHOLD = Duration.ZERO;

    /** The default of {@link #applicationName}. */
    public static final String APPLICATION_NAME = "croft";

    /** The default of {@link #pooler}. */
    public static final Pooler POOLER = Pooler.NONE;

    private final Catalog catalog;
    private final ApplicationSecret secret;
    private final Map<String, String> driver = new LinkedHashMap<>();
    private Duration fenceTimeout = FENCE_TIMEOUT;
    private Duration connectionTimeout = CONNECTION_TIMEOUT;
    private Duration idleTimeout = IDLE_TIMEOUT;
    private Duration maxLifetime = MAX_LIFETIME;
    private Duration leakThreshold = LEAK_THRESHOLD;
    private String applicationName = APPLICATION_NAME;
    private Pooler pooler = POOLER;

    private Builder(Catalog catalog, ApplicationSecret secret) {
      this.catalog = catalog;
      this.secret = secret;
    }

    /** How long a transaction waits for a tenant that is being moved; 10 seconds. */
    public Builder fenceTimeout(Duration value) {
      fenceTimeout = value;
      return this;
    }

    /** How long a transaction waits for a connection, and a connection for the server; 10 s. */
    public Builder connectionTimeout(Duration value) {
      connectionTimeout = value;
      return this;
    }

    /** After how long without use a physical connection is closed; 5 minutes. */
    public Builder idleTimeout(Duration value) {
      idleTimeout = value;
      return this;
    }

    /** How old a physical connection gets, less a random 2.5 %; 30 minutes. */
    public Builder maxLifetime(Duration value) {
      maxLifetime = value;
      return this;
    }

    /**
     * After how long a physical connection that is still in use is logged as a warning, once, with
     * the stack of the code that took it; zero, the default, for never. Taking a stack costs some
     * microseconds for each transaction.
     */
    public Builder leakThreshold(Duration value) {
      leakThreshold = value;
      return this;
    }

    /** What the catalog's addresses of the servers lead to: the servers themselves, or a pooler. */
    public Builder pooler(Pooler value) {
      pooler = value;
      return this;
    }

    /** What {@code pg_stat_activity} shows, 1 to 63 characters; {@code croft}. */
    public Builder applicationName(String value) {
      applicationName = value;
      return this;
    }

    /** A property of the PostgreSQL driver, such as {@code sslmode}. */
    public Builder driverProperty(String name, String value) {
      driver.put(name, value);
      return this;
    }

    /**
     * Returns the data source; it connects to nothing yet.
     *
     * @throws CroftException {@code configuration-invalid}, naming every problem
     */
    public CroftDataSource build() {
      PoolOptions pool =
          new PoolOptions(connectionTimeout, idleTimeout, maxLifetime, leakThreshold);
      Options options = new Options(fenceTimeout, pool, pooler, applicationName, driver);
      return new CroftDataSource(catalog, secret, options);
    }
  }
}
