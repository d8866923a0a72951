package io.croft.bench;

import io.croft.core.Isolation;
import io.croft.core.TenantId;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** The many tenants of a run: real databases, real tenants of the pool, and rows of the catalog. */
final class Homes {

  private static final int EVERY = 50;
  private static final int LINES = 20;
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
  private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(2);

  /** Backends of tenants, in whatever home. */
  private static final String BACKENDS =
      """
      SELECT count(*) FROM pg_catalog.pg_stat_activity
      WHERE usename LIKE 't\\_%' OR usename = 'croft_app'
      """;

  private final Site site;
  private final DataScale scale;
  private final Consumer<String> progress;
  private final List<TenantId> databases = new ArrayList<>();
  private final List<TenantId> pool = new ArrayList<>();
  private final List<TenantId> rows = new ArrayList<>();

  Homes(Site site, DataScale scale, Consumer<String> progress) {
    this.site = site;
    this.scale = scale;
    this.progress = progress;
  }

  /** Returns the tenants of real databases, without rows; made when they are first wanted. */
  List<TenantId> databases() {
    while (databases.size() < scale.databases()) {
      tell("databases", databases.size(), scale.databases(), EVERY);
      databases.add(site.tenant("database-" + databases.size(), Isolation.DATABASE));
    }
    return List.copyOf(databases);
  }

  /** Returns tenants of the pool, each with {@link #lines} lines; made when first wanted. */
  List<TenantId> pool() throws SQLException {
    if (pool.isEmpty()) {
      for (int i = 0; i < scale.poolTenants(); i++) {
        tell("tenants of the pool", i, scale.poolTenants(), EVERY * 20);
        pool.add(site.tenant("small-" + i, Isolation.POOL));
      }
      site.tables().fillPool(pool, LINES);
    }
    return List.copyOf(pool);
  }

  /** Returns how many lines each of {@link #pool} has. */
  int lines() {
    return LINES;
  }

  /** Returns tenants that the catalog places in databases which are not there. */
  List<TenantId> rows() {
    while (rows.size() < scale.catalogRows()) {
      tell("rows of the catalog", rows.size(), scale.catalogRows(), EVERY * 20);
      rows.add(site.row("row-" + rows.size()));
    }
    return List.copyOf(rows);
  }

  private void tell(String what, int made, int wanted, int every) {
    if (made % every == 0) {
      progress.accept("- making %s: %,d of %,d".formatted(what, made, wanted));
    }
  }

  /** Waits until no tenant has a connection to the server. */
  void awaitAsleep() throws SQLException {
    long until = System.nanoTime() + PATIENCE_NANOS;
    try (Connection admin = site.superuser("postgres");
        Statement statement = admin.createStatement()) {
      while (backends(statement) > 0) {
        if (System.nanoTime() - until > 0) {
          throw new IllegalStateException("connections of tenants do not end");
        }
        LockSupport.parkNanos(LOOK_NANOS);
      }
    }
  }

  private static long backends(Statement statement) throws SQLException {
    try (ResultSet row = statement.executeQuery(BACKENDS)) {
      row.next();
      return row.getLong(1);
    }
  }
}
