package io.croft.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.croft.catalog.CatalogAddress;
import io.croft.catalog.Endpoint;
import io.croft.catalog.PostgresCatalog;
import io.croft.core.Isolation;
import io.croft.core.TenantId;
import io.croft.core.TenantScope;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** One process: a data source, the catalog as it sees it, and the load that is put on it. */
final class BudgetedApplication implements AutoCloseable {
  final FakeCatalog mine = new FakeCatalog();
  private final PostgresCatalog reader;
  private final CroftDataSource source;
  private final TenantId tenant = TenantId.random();
  private final List<CompletableFuture<Void>> load = new ArrayList<>();
  private final AtomicInteger done = new AtomicInteger();
  private final List<SQLException> errors = new CopyOnWriteArrayList<>();
  private volatile boolean busy;

  /**
   * @param endpoint where it reaches server "one"
   * @param readers where it reads the catalog that shares the budget
   */
  BudgetedApplication(Endpoint endpoint, CatalogAddress readers, Duration timeout)
      throws SQLException {
    mine.put(endpoint);
    reader = PostgresCatalog.open(readers);
    mine.put(Cluster.create(tenant, Isolation.SCHEMA, "one", 1));
    mine.shareBudgetsBy(reader);
    source =
        CroftDataSource.builder(mine, Cluster.SECRET)
            .connectionTimeout(timeout)
            .driverProperty("socketFactory", OpenSockets.class.getName())
            .build();
  }

  PoolStats stats() {
    return source.stats("one");
  }

  Connection hold() throws SQLException {
    return TenantScope.call(
        tenant,
        () -> {
          Connection connection = source.getConnection();
          connection.setAutoCommit(false);
          TenantsOnServers.execute(connection, "SELECT 1");
          return connection;
        });
  }

  List<Connection> hold(int number) throws SQLException {
    List<Connection> held = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      held.add(hold());
    }
    return held;
  }

  void query() throws SQLException {
    hold().close();
  }

  /** Twelve threads with short transactions. */
  void start() {
    busy = true;
    for (int i = 0; i < 12; i++) {
      load.add(CompletableFuture.runAsync(this::work, task -> new Thread(task).start()));
    }
  }

  private void work() {
    try {
      while (busy) {
        TenantScope.run(tenant, this::sleep);
        done.incrementAndGet();
      }
    } catch (SQLException e) {
      errors.add(e);
    }
  }

  private void sleep() throws SQLException {
    try (Connection connection = source.getConnection()) {
      TenantsOnServers.execute(connection, "SELECT pg_sleep(0.003)");
    }
  }

  void stop() {
    busy = false;
    load.forEach(CompletableFuture::join);
    load.clear();
    assertThat(errors).isEmpty();
  }

  void awaitProgress() {
    int before = done.get();
    await().until(() -> done.get() > before + 20);
  }

  @Override
  public void close() {
    stop();
    source.close();
    reader.close();
  }
}
