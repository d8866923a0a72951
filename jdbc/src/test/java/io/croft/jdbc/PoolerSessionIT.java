package io.croft.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.croft.catalog.Endpoint;
import io.croft.core.Isolation;
import io.croft.core.Placement;
import io.croft.core.TenantId;
import io.croft.gate.ApplicationSecret;
import io.croft.tools.Needs;
import io.croft.tools.PgBouncer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.TimeZone;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * All tenants of the pool on one backend, which the pooler hands from one to the next as it is:
 * what one leaves in the session never reaches another, and never keeps another out.
 */
@Needs("pgbouncer")
final class PoolerSessionIT extends TenantsOnServers {

  private static final String BACKEND = "SELECT pg_backend_pid()";
  private static final String HOME_ON_ONE = Placement.SHARED_DATABASE;

  private static PgBouncer bouncer;

  @BeforeAll
  static void startPooler() {
    bouncer = Bouncers.before("one").start();
  }

  @AfterAll
  static void stopPooler() {
    bouncer.close();
  }

  @Override
  Isolation isolation() {
    return Isolation.POOL;
  }

  @Override
  Pooler pooler() {
    return Pooler.TRANSACTION;
  }

  @Override
  Endpoint endpoint(String name, int budget) {
    return name.equals("one")
        ? Bouncers.endpoint(bouncer, name, budget)
        : super.endpoint(name, budget);
  }

  /** What tenant a does, what tenant b then asks, and what it must be told. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SET statement_timeout = '1ms' | SHOW statement_timeout | 0",
        "SET lock_timeout = '1ms' | SHOW lock_timeout | 0",
        "SET idle_in_transaction_session_timeout = '9s' | SHOW idle_in_transaction_session_timeout | 0",
        "SET default_transaction_read_only = on | SHOW transaction_read_only | off",
        "SET default_transaction_isolation = serializable | SHOW transaction_isolation | read committed",
        "SET search_path = pg_temp, public | SHOW search_path | app, pg_temp",
        "SET row_security = off | SHOW row_security | on",
        "SET ROLE croft_pool | SELECT current_user | croft_app",
        "SET transform_null_equals = on | SHOW transform_null_equals | off",
        "SET bytea_output = 'escape' | SHOW bytea_output | hex",
        "SET intervalstyle = 'iso_8601' | SHOW intervalstyle | postgres",
        "SET application_name = 'of a' | SHOW application_name | croft",
        "SELECT set_config('croft_test.secret', 'of a', false)"
            + " | SELECT concat(current_setting('croft_test.secret', true), '.') | .",
        "PREPARE planted AS SELECT 1 | SELECT count(*) FROM pg_prepared_statements | 0",
        "DECLARE held CURSOR WITH HOLD FOR SELECT body FROM note"
            + " | SELECT count(*) FROM pg_cursors WHERE name <> '' | 0"
      })
  void whatOneTenantLeavesIsGone(String left, String question, String answer) throws SQLException {
    write(a, "of a");
    write(b, "of b");
    String backend = as1(a, BACKEND);
    as(a, connection -> execute(connection, left));
    assertThat(as1(b, question)).isEqualTo(answer);
    assertThat(bodiesOf(b)).containsExactly("of b");
    assertThat(as1(b, BACKEND)).as("it was the same backend all the time").isEqualTo(backend);
  }

  @Test
  void nobodyListensAfterTheNextTransaction() throws SQLException {
    as(a, connection -> execute(connection, "LISTEN planted"));
    assertThat(bodiesOf(b)).isEmpty();
    assertThat(as1(b, "SELECT count(*) FROM pg_listening_channels()")).isEqualTo("0");
  }

  @Test
  void aNumberThatOneTenantDrewIsNotTold() throws SQLException {
    as(a, connection -> insert(connection, "drawn"));
    as(
        b,
        connection ->
            CroftDataSourceContract.assertState(
                () -> one(connection, "SELECT lastval()"), "55000"));
  }

  @Test
  void aTemporaryTableOnlyCostsTheBackend() throws SQLException {
    try (Connection admin = Cluster.admin(homeOfA)) {
      execute(admin, "GRANT TEMPORARY ON DATABASE " + HOME_ON_ONE + " TO croft_pool");
    }
    try {
      write(b, "of b");
      String backend = as1(a, BACKEND);
      as(a, connection -> execute(connection, "CREATE TEMP TABLE note (body text)"));
      assertThat(bodiesOf(b)).containsExactly("of b");
      assertThat(as1(b, BACKEND)).isNotEqualTo(backend);
    } finally {
      try (Connection admin = Cluster.admin(homeOfA)) {
        execute(admin, "REVOKE TEMPORARY ON DATABASE " + HOME_ON_ONE + " FROM croft_pool");
      }
    }
  }

  @Test
  void aStatementThatWasEndedLeavesItsBackendToTheNextTenant() throws SQLException {
    write(b, "of b");
    for (int i = 0; i < 10; i++) {
      as(
          a,
          connection -> {
            connection.setAutoCommit(false);
            execute(connection, "SET LOCAL statement_timeout = '2ms'");
            CroftDataSourceContract.assertState(
                () -> one(connection, "SELECT pg_sleep(5)"), "57014");
            connection.rollback();
          });
      assertThat(bodiesOf(b)).containsExactly("of b");
    }
  }

  @Test
  void theSettingsThatTheDriverReliesOnStay() throws SQLException {
    as(a, connection -> execute(connection, "SET TIME ZONE 'Pacific/Chatham'"));
    assertThat(as1(b, "SHOW timezone")).isEqualTo(TimeZone.getDefault().getID());
    assertThat(as1(a, "SHOW datestyle")).startsWith("ISO");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void describesStatementsOnWhicheverBackend(boolean autoCommit) throws SQLException {
    for (var tenant : List.of(a, b, a)) {
      as(
          tenant,
          connection -> {
            connection.setAutoCommit(autoCommit);
            try (PreparedStatement select = connection.prepareStatement("SELECT body FROM note")) {
              assertThat(select.getMetaData().getColumnName(1)).isEqualTo("body");
            }
            if (!autoCommit) {
              connection.rollback();
            }
          });
    }
  }

  @Test
  void savepointsOfTheDriverWork() throws SQLException {
    data.close();
    data = builder().driverProperty("autosave", "always").build();
    for (var tenant : List.of(a, b, a, b)) {
      as(
          tenant,
          connection -> {
            connection.setAutoCommit(false);
            CroftDataSourceContract.assertState(
                () -> one(connection, "SELECT 1/(random() * 0)::int"), "22012");
            assertThat(one(connection, "SELECT 1")).isEqualTo("1");
            connection.commit();
          });
    }
  }

  @Test
  void whatTheLoginSetsForItselfDoesNotReachTransactions() throws SQLException {
    for (String setting :
        List.of(
            "search_path = public",
            "row_security = off",
            "role = croft_pool",
            "standard_conforming_strings = off",
            "default_transaction_read_only = on")) {
      as(a, connection -> execute(connection, "ALTER ROLE croft_app SET " + setting));
    }
    try (PgBouncer fresh = Bouncers.before("one").start()) {
      data.close();
      catalog.put(Bouncers.endpoint(fresh, "one", 10));
      data = open();
      write(b, "works");
      assertThat(bodiesOf(b)).containsExactly("works");
      assertThat(as1(a, "SELECT current_user")).isEqualTo("croft_app");
      data.close();
    } finally {
      try (Connection admin = Cluster.admin(homeOfA)) {
        execute(admin, "ALTER ROLE croft_app RESET ALL");
      }
    }
  }

  @Test
  void aDataSourceThatIsToldOfThePoolerWorks() throws SQLException {
    ApplicationSecret secret = Cluster.SECRET;
    data.close();
    // region told
    data = CroftDataSource.builder(catalog, secret).pooler(Pooler.TRANSACTION).build();
    // endregion
    write(a, "of a");
    assertThat(bodiesOf(a)).containsExactly("of a");
  }

  @Test
  void aDataSourceThatDoesNotKnowOfThePoolerIsRefused() throws SQLException {
    try (PgBouncer deaf =
        Bouncers.before("one").setting("ignore_startup_parameters", "options").start()) {
      for (PgBouncer one : List.of(bouncer, deaf)) {
        data.close();
        catalog.put(Bouncers.endpoint(one, "one", 10));
        data = builder().pooler(Pooler.NONE).build();
        CroftDataSourceContract.assertState(() -> bodiesOf(a), one == deaf ? "TN003" : "08P01");
      }
      data.close();
    }
  }

  private String as1(TenantId tenant, String sql) throws SQLException {
    return call(tenant, connection -> one(connection, sql));
  }

  private static String one(Connection connection, String sql) throws SQLException {
    return strings(connection, sql).get(0);
  }
}
