package io.croft.jdbc;

import io.croft.catalog.Endpoint;
import io.croft.core.Access;
import io.croft.core.CroftException;
import io.croft.core.DaemonThreads;
import io.croft.core.Isolation;
import io.croft.core.Placement;
import io.croft.core.TenantId;
import io.croft.gate.ApplicationSecret;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.postgresql.jdbc.PgConnection;

/** The connections of every server that this process has reached, and their one timer. */
final class Servers implements AutoCloseable, Foresight.Connecting {

  /** A call to a home that belongs to no transaction. */
  interface Call<T> {
    T on(PgConnection pg) throws SQLException;
  }

  /** A tenant's own limit of idle connections may be short. */
  private static final long LONGEST_PERIOD = 5_000;

  private static final long REST_MILLIS = 500;

  private final WatchedCatalog catalog;
  private final Standings standings;
  private final ApplicationSecret secret;
  private final Options options;
  private final BudgetHolder budgets;
  private final ConcurrentHashMap<String, ServerConnections> servers = new ConcurrentHashMap<>();
  private final ScheduledFuture<?> sweeping;
  private volatile boolean closed;
  private final ScheduledExecutorService timer =
      new ScheduledThreadPoolExecutor(
          1,
          new DaemonThreads("croft-jdbc-timer"),
          // After the end there is nothing to be done any more.
          new ThreadPoolExecutor.DiscardPolicy());

  Servers(WatchedCatalog catalog, Standings standings, ApplicationSecret secret, Options options) {
    this.catalog = catalog;
    this.standings = standings;
    this.secret = secret;
    this.options = options;
    this.budgets = new BudgetHolder(catalog, options.applicationName());
    long period = Math.min(LONGEST_PERIOD, Math.max(50, shortest(options.pool()).toMillis() / 4));
    this.sweeping =
        timer.scheduleWithFixedDelay(this::sweep, period, period, TimeUnit.MILLISECONDS);
  }

  /** Returns a lease on a connection to {@code home} of that access. */
  Lease lease(Placement home, Access access, boolean scrub) throws SQLException {
    ServerConnections connections = of(home.server());
    Allowance allowance = standings.of(home.tenant());
    return new Lease(home, access, connections.take(home, access, allowance, scrub), connections);
  }

  /**
   * Returns the answer of a call made in autocommit as the login of {@code home}. Always the login
   * of full access: such a call carries no SQL of the application, and an access may be unknown at
   * a home that is to be opened.
   */
  <T> T ask(Placement home, Call<T> call) throws SQLException {
    // Without the gate nothing clears what another tenant of the pool has set in the session.
    Lease lease = lease(home, Access.FULL, home.isolation() == Isolation.POOL);
    lease.unused();
    try {
      return call.on(lease.pg());
    } finally {
      lease.release();
    }
  }

  @Override
  public boolean to(Placement home, Access access, int most) throws SQLException {
    return of(home.server()).early().make(home, access, standings.of(home.tenant()), most);
  }

  @Override
  public int at(Placement home, Access access) {
    @Nullable ServerConnections connections = servers.get(home.server());
    return connections == null ? 0 : connections.ledger().connections(home, access);
  }

  /**
   * Closes the connections to a home that its tenant has left, unless others use them too; in a
   * moment, for now its transactions want to begin at the new home.
   */
  void retire(Placement left) {
    @Nullable ServerConnections connections = servers.get(left.server());
    if (connections != null) {
      ScheduledFuture<?> unused =
          timer.schedule(() -> connections.retire(left), REST_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  /** Returns the connections of the servers that were reached for; it grows. */
  Collection<ServerConnections> all() {
    return servers.values();
  }

  /** Counts an error that the application has seen; false when {@code server} was not reached. */
  boolean failed(String server, TenantId tenant, ErrorKind kind) {
    @Nullable ServerConnections connections = servers.get(server);
    if (connections != null) {
      connections.ledger().failed(tenant, kind);
    }
    return connections != null;
  }

  PoolStats stats(String server) {
    @Nullable ServerConnections connections = servers.get(server);
    return connections == null ? PoolStats.NONE : connections.ledger().stats();
  }

  int lanes(String server) {
    @Nullable ServerConnections connections = servers.get(server);
    return connections == null ? 0 : connections.ledger().lanes();
  }

  @Override
  public void close() {
    closed = true;
    sweeping.cancel(false);
    Deadline deadline = Deadline.in(options.pool().connectionTimeout());
    servers.values().forEach(ServerConnections::refuse);
    servers.values().forEach(one -> one.close(deadline));
    budgets.close();
    timer.shutdownNow();
  }

  private ServerConnections of(String server) throws SQLException {
    try {
      // Without a lock first: the catalog may be slow to open another server of the same bin.
      @Nullable ServerConnections known = servers.get(server);
      ServerConnections connections =
          known == null ? servers.computeIfAbsent(server, this::open) : known;
      // Asked last: what was made after the closing is closed by nobody.
      if (closed) {
        throw Errors.closed("the data source");
      }
      return connections;
    } catch (CroftException e) {
      throw Errors.of(e);
    }
  }

  private ServerConnections open(String server) {
    Endpoint endpoint = catalog.endpoint(server);
    Connector connector = new Connector(endpoint, secret, options);
    return new ServerConnections(server, connector, options, timer, budgets);
  }

  private static Duration shortest(PoolOptions pool) {
    boolean leaks = !pool.leakThreshold().isZero();
    return leaks && pool.leakThreshold().compareTo(pool.idleTimeout()) < 0
        ? pool.leakThreshold()
        : pool.idleTimeout();
  }

  private void sweep() {
    servers.values().forEach(ServerConnections::sweep);
  }
}
