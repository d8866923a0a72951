package io.croft.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.croft.core.Isolation;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What one tenant leaves on a shared connection never reaches the next. */
final class PoolSessionIT extends TenantsOnServers {

  private static final String BACKEND = "SELECT pg_backend_pid()";
  private static final String WAITS_FOR_A_LOCK =
      "SELECT pid FROM pg_locks WHERE NOT granted AND relation = 'croft.seal_key'::regclass";

  private final ExecutorService thread = Executors.newSingleThreadExecutor();

  @AfterEach
  void endThread() {
    thread.shutdownNow();
  }

  @Override
  Isolation isolation() {
    return Isolation.POOL;
  }

  private List<String> backendOf(io.croft.core.TenantId tenant) throws SQLException {
    return call(tenant, connection -> strings(connection, BACKEND));
  }

  @Test
  void aSettingOfTheSessionIsGone() throws SQLException {
    reopenWithBudget(1);
    as(a, connection -> execute(connection, "SET croft_test.secret = 'of a'"));
    as(
        b,
        connection ->
            assertThat(strings(connection, "SELECT current_setting('croft_test.secret', true)"))
                .isNotEqualTo(List.of("of a")));
    assertThat(backendOf(a)).as("it was the same backend").isEqualTo(backendOf(b));
  }

  @Test
  void aPreparedStatementOfSqlIsGone() throws SQLException {
    reopenWithBudget(1);
    as(a, connection -> execute(connection, "PREPARE planted AS SELECT 'of a'"));
    as(
        b,
        connection ->
            CroftDataSourceContract.assertState(
                () -> strings(connection, "EXECUTE planted"), "26000"));
  }

  @Test
  void aHeldCursorIsGone() throws SQLException {
    reopenWithBudget(1);
    write(a, "of a");
    as(
        a,
        connection ->
            execute(connection, "DECLARE held CURSOR WITH HOLD FOR SELECT body FROM note"));
    as(
        b,
        connection ->
            CroftDataSourceContract.assertState(
                () -> strings(connection, "FETCH ALL FROM held"), "34000"));
  }

  @Test
  void theLastValueOfASequenceIsGone() throws SQLException {
    reopenWithBudget(1);
    write(a, "of a");
    as(a, connection -> assertThat(strings(connection, "SELECT lastval()")).hasSize(1));
    as(
        b,
        connection ->
            CroftDataSourceContract.assertState(
                () -> strings(connection, "SELECT lastval()"), "55000"));
  }

  @Test
  void nobodyListensForTheNext() throws SQLException {
    reopenWithBudget(1);
    as(a, connection -> execute(connection, "LISTEN of_a"));
    as(
        b,
        connection -> assertThat(strings(connection, "SELECT pg_listening_channels()")).isEmpty());
    assertThat(backendOf(a)).as("it was the same backend").isEqualTo(backendOf(b));
  }

  @Test
  void aStatementOfTheDriverServesTheNextTenantToo() throws SQLException {
    reopenWithBudget(1);
    for (int i = 0; i < 12; i++) {
      write(a, "a" + i);
      write(b, "b" + i);
    }
    assertThat(bodiesOf(a)).hasSize(12).allMatch(body -> body.startsWith("a"));
    assertThat(bodiesOf(b)).hasSize(12).allMatch(body -> body.startsWith("b"));
  }

  @Test
  void theSameTenantGetsPastWhatItLeftItself() throws SQLException {
    reopenWithBudget(3);
    for (int i = 0; i < 6; i++) {
      as(a, connection -> execute(connection, "PREPARE planted AS SELECT 1"));
      as(a, connection -> assertThat(strings(connection, "SELECT 1")).containsExactly("1"));
    }
  }

  @Test
  void aStatementThatIsCancelledBeforeTheGateRefusesItsSessionWasCancelled() throws Exception {
    data.close();
    data = builder().driverProperty("socketFactory", LostCancels.class.getName()).build();
    as(a, connection -> execute(connection, "PREPARE planted AS SELECT 1"));
    try (Connection admin = Cluster.admin(homeOfA)) {
      admin.setAutoCommit(false);
      execute(admin, "LOCK TABLE croft.seal_key");
      CompletableFuture<Statement> begun = new CompletableFuture<>();
      Future<?> running =
          thread.submit(
              () -> {
                as(
                    a,
                    connection -> {
                      try (Statement statement = connection.createStatement()) {
                        begun.complete(statement);
                        statement.execute("INSERT INTO note (body) VALUES ('cancelled')");
                      }
                    });
                return true;
              });
      await().until(() -> !strings(admin, WAITS_FOR_A_LOCK).isEmpty());
      LostCancels.lost(() -> begun.join().cancel());
      admin.rollback();
      assertThatThrownBy(running::get)
          .hasCauseInstanceOf(SQLException.class)
          .cause()
          .satisfies(e -> assertThat(((SQLException) e).getSQLState()).isEqualTo("57014"))
          .rootCause()
          .hasMessageContaining("the session carries state of an earlier transaction");
    }
    assertThat(bodiesOf(a)).isEmpty();
  }

  @Test
  void aSettingThatTheGateRefusesOnlyCostsTheConnection() throws SQLException {
    as(a, connection -> execute(connection, "SET search_path = public"));
    as(a, connection -> assertThat(bodies(connection)).isEmpty());
  }

  @Test
  void whatALoginSetsForItselfDoesNotReachItsConnections() throws SQLException {
    as(
        a,
        connection -> {
          execute(connection, "ALTER ROLE croft_app SET search_path = public");
          execute(connection, "ALTER ROLE croft_app SET row_security = off");
          execute(connection, "ALTER ROLE croft_app SET default_transaction_read_only = on");
        });
    try {
      reopenWithBudget(2);
      write(a, "works");
      assertThat(bodiesOf(a)).containsExactly("works");
      assertThat(bodiesOf(b)).isEmpty();
    } finally {
      try (var admin = Cluster.admin(homeOfA)) {
        execute(admin, "ALTER ROLE croft_app RESET ALL");
      }
    }
  }
}
