package io.croft.move;

import static io.croft.core.Isolation.POOL;
import static io.croft.core.Isolation.SCHEMA;
import static io.croft.testbed.TestFleet.EU;
import static io.croft.testbed.TestFleet.US;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.croft.catalog.Catalog;
import io.croft.core.Placement;
import io.croft.core.TenantId;
import io.croft.core.TenantScope;
import io.croft.jdbc.CroftDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Transactions in REPEATABLE READ share the gate row: while one ends, others have begun, so that
 * who waits for the row alone waits for ever.
 */
class OlderSnapshotsIT {

  private static final int CLIENTS = 6;

  private final MoveFixture moves = new MoveFixture();
  private final AtomicBoolean stopped = new AtomicBoolean();
  private final AtomicInteger written = new AtomicInteger();

  @ParameterizedTest
  @EnumSource(MoveMode.class)
  void doNotKeepTheirTenantWhereItIs(MoveMode mode) throws Exception {
    TenantId tenant = moves.filledTenant(POOL, EU, 5, 10);
    long before = entries(moves.placement(tenant));
    ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
    try (Catalog reader = moves.fleet.openReader();
        CroftDataSource application =
            CroftDataSource.builder(reader, moves.fleet.secret().application()).build()) {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        running.add(clients.submit(() -> work(application, tenant)));
      }
      await().until(() -> written.get() > 2 * CLIENTS);
      MoveResult result = moves.move(tenant, SCHEMA, US, mode);
      int there = written.get();
      await().until(() -> written.get() > there + 2 * CLIENTS);
      stopped.set(true);
      for (Future<?> client : running) {
        client.get();
      }
      assertThat(entries(result.to())).isEqualTo(before + written.get());
    } finally {
      stopped.set(true);
      clients.shutdownNow();
    }
  }

  private Void work(CroftDataSource application, TenantId tenant) throws SQLException {
    while (!stopped.get()) {
      TenantScope.run(tenant, () -> write(application));
      written.incrementAndGet();
    }
    return null;
  }

  private static void write(CroftDataSource application) throws SQLException {
    try (Connection connection = application.getConnection();
        Statement statement = connection.createStatement()) {
      connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      connection.setAutoCommit(false);
      statement.execute("SELECT count(*), pg_sleep(0.03) FROM account");
      statement.execute(
          "INSERT INTO entry (account_id, operation, amount)"
              + " SELECT min(id), gen_random_uuid(), 1 FROM account");
      connection.commit();
    }
  }

  private long entries(Placement home) throws SQLException {
    return LedgerRows.all(moves.fleet, home).stream()
        .filter(row -> row.startsWith("entry"))
        .count();
  }
}
