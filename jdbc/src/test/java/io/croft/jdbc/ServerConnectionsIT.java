package io.croft.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.croft.core.ErrorCode;
import io.croft.core.Isolation;
import io.croft.core.TenantId;
import io.croft.core.TenantScope;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The budget of a server over several homes, as the server itself counts. */
final class ServerConnectionsIT extends TenantsOnServers {

  private static final String COUNT =
      """
      SELECT count(*) FROM pg_stat_activity
      WHERE application_name LIKE 'croft %' AND backend_type = 'client backend'
      """;

  @Override
  Isolation isolation() {
    return Isolation.SCHEMA;
  }

  @Test
  void neverExceedsTheBudgetWhateverTheHomes() throws Exception {
    List<TenantId> tenants = new ArrayList<>(List.of(a, b));
    for (int i = 0; i < 4; i++) {
      TenantId tenant = TenantId.random();
      tenants.add(tenant);
      catalog.put(Cluster.create(tenant, i % 2 == 0 ? Isolation.POOL : Isolation.SCHEMA, "one", 1));
    }
    reopenWithBudget(3);
    Queue<Integer> seen = new ConcurrentLinkedQueue<>();
    ExecutorService threads = Executors.newFixedThreadPool(12);
    try (Connection admin = Cluster.admin(homeOfA)) {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        TenantId tenant = tenants.get(i % tenants.size());
        running.add(threads.submit(() -> repeat(tenant, 30)));
      }
      while (running.stream().anyMatch(one -> !one.isDone())) {
        seen.add(Integer.parseInt(strings(admin, COUNT).get(0)));
        assertThat(data.stats("one").total()).isLessThanOrEqualTo(3);
      }
      for (Future<?> one : running) {
        one.get();
      }
    } finally {
      threads.shutdownNow();
    }
    // A backend lives on for a moment after its socket was closed.
    assertThat(seen).isNotEmpty().allSatisfy(count -> assertThat(count).isLessThanOrEqualTo(6));
    assertThat(data.stats("one").waiting()).isZero();
  }

  private Void repeat(TenantId tenant, int times) throws SQLException {
    for (int i = 0; i < times; i++) {
      assertThat(bodiesOf(tenant)).isEmpty();
    }
    return null;
  }

  @Test
  void saysTheStateWhenNoConnectionComesFree() throws Exception {
    data.close();
    data =
        CroftDataSource.builder(catalog, Cluster.SECRET)
            .connectionTimeout(Duration.ofMillis(300))
            .build();
    List<Connection> held = new ArrayList<>();
    TenantId d = TenantId.random();
    catalog.put(Cluster.create(d, Isolation.POOL, "one", 1));
    for (int i = 0; i < 10; i++) {
      // The last two are kept from a tenant whose transactions are long.
      TenantId tenant = i < 8 ? a : i < 9 ? b : d;
      Connection connection = TenantScope.call(tenant, data::getConnection);
      connection.setAutoCommit(false);
      TenantScope.call(tenant, () -> execute(connection, "SELECT 1"));
      held.add(connection);
    }
    TenantId c = TenantId.random();
    catalog.put(Cluster.create(c, Isolation.POOL, "one", 1));
    assertThatThrownBy(() -> bodiesOf(c))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining(ErrorCode.CONNECTION_TIMEOUT.code())
        .hasMessageContaining("server one for tenant " + c)
        .hasMessageContaining("budget 10, in use 10, connecting 0, idle 0, waiting 0")
        .hasMessageContaining("of this tenant: in use 0, waiting 0");
    for (Connection connection : held) {
      connection.close();
    }
    assertThat(bodiesOf(b)).isEmpty();
  }

  @Test
  void replacesAConnectionThatDiedWhileIdle() throws Exception {
    write(a, "before");
    List<String> backend = call(a, connection -> strings(connection, "SELECT pg_backend_pid()"));
    try (Connection admin = Cluster.admin(homeOfA)) {
      strings(admin, "SELECT pg_terminate_backend(" + backend.get(0) + ", 5000)::text");
    }
    await().pollDelay(Duration.ofMillis(600)).until(() -> true);
    write(a, "after");
    assertThat(bodiesOf(a)).containsExactly("after", "before");
  }

  @Test
  void replacesABrokenConnectionAtTheBeginningOfATransaction() throws Exception {
    as(
        a,
        connection -> {
          List<String> backend = strings(connection, "SELECT pg_backend_pid()");
          try (Connection admin = Cluster.admin(homeOfA)) {
            strings(admin, "SELECT pg_terminate_backend(" + backend.get(0) + ", 5000)::text");
          }
          connection.setAutoCommit(false);
          insert(connection, "on another connection");
          connection.commit();
        });
    assertThat(bodiesOf(a)).hasSize(1);
  }

  @Test
  void closesWhatIsIdleTooLong() throws SQLException {
    data.close();
    data =
        CroftDataSource.builder(catalog, Cluster.SECRET)
            .idleTimeout(Duration.ofMillis(100))
            .build();
    assertThat(bodiesOf(a)).isEmpty();
    assertThat(data.stats("one").total()).isEqualTo(1);
    await().until(() -> data.stats("one").total() == 0);
  }

  @Test
  void anAbortedConnectionIsNotUsedAgain() throws Exception {
    Connection connection = TenantScope.call(a, data::getConnection);
    connection.setAutoCommit(false);
    TenantScope.call(a, () -> execute(connection, "INSERT INTO note (body) VALUES ('lost')"));
    connection.abort(Runnable::run);
    assertThat(connection.isClosed()).isTrue();
    assertThat(data.stats("one").total()).isZero();
    assertThat(bodiesOf(a)).isEmpty();
  }

  @Test
  void cancelsFromAnotherThread() throws Exception {
    as(
        a,
        connection -> {
          try (Statement slow = connection.createStatement()) {
            CompletableFuture<Void> cancel = CompletableFuture.runAsync(() -> cancel(slow));
            CroftDataSourceContract.assertState(() -> slow.execute("SELECT pg_sleep(60)"), "57014");
            cancel.orTimeout(10, TimeUnit.SECONDS).join();
          }
        });
    assertThat(data.stats("one").total()).isZero();
  }

  private void cancel(Statement slow) {
    await().until(this::sleeping);
    try {
      slow.cancel();
    } catch (SQLException e) {
      throw new CompletionException(e);
    }
  }

  private boolean sleeping() throws SQLException {
    try (Connection admin = Cluster.admin(homeOfA)) {
      return !strings(admin, "SELECT '1' FROM pg_stat_activity WHERE wait_event = 'PgSleep'")
          .isEmpty();
    }
  }

  @Test
  void refusesEverythingAfterClose() throws Exception {
    Connection open = TenantScope.call(a, data::getConnection);
    data.close();
    CroftDataSourceContract.assertState(() -> TenantScope.call(a, data::getConnection), "08003");
    CroftDataSourceContract.assertState(
        () -> TenantScope.call(a, () -> execute(open, "SELECT 1")), "08003");
    open.close();
  }
}
