package io.croft.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.croft.catalog.Limits;
import io.croft.catalog.TenantStatus;
import io.croft.core.ErrorCode;
import io.croft.core.Isolation;
import io.croft.core.TenantId;
import io.croft.core.TenantScope;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What a tenant may take, whatever its home, and that a change of it needs no restart. */
abstract class LimitsContract extends TenantsOnServers {

  private static final String TIMEOUT = "SHOW statement_timeout";
  private static final String NAME = "SHOW application_name";

  private static Limits limits(String... wordsAndValues) {
    Limits limits = Limits.NONE;
    for (int i = 0; i < wordsAndValues.length; i += 2) {
      limits = limits.with(wordsAndValues[i], wordsAndValues[i + 1]);
    }
    return limits;
  }

  private String answer(TenantId tenant, String question) throws SQLException {
    return call(tenant, connection -> strings(connection, question).get(0));
  }

  private void failsOverLimit(TenantId tenant, String which) {
    assertThatThrownBy(() -> bodiesOf(tenant))
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("53400"))
        .hasMessageContaining("tenant " + tenant + " is over its " + which)
        .hasMessageContaining("server one")
        .hasMessageContaining("try again after");
  }

  @Test
  void aStatementTakesNoLongerThanItsTenantMay() throws SQLException {
    catalog.put(a, limits("statement-ms", "100"));
    reopenWithBudget(1);

    CroftDataSourceContract.assertState(() -> answer(a, "SELECT pg_sleep(10)"), "57014");
    assertThat(answer(b, TIMEOUT)).isEqualTo("0");
    assertThat(answer(a, TIMEOUT)).isEqualTo("100ms");
    as(
        a,
        connection -> {
          connection.setAutoCommit(false);
          assertThat(strings(connection, TIMEOUT)).containsExactly("100ms");
          CroftDataSourceContract.assertState(
              () -> strings(connection, "SELECT pg_sleep(10)"), "57014");
          connection.rollback();
        });
    as(
        b,
        connection -> {
          connection.setAutoCommit(false);
          assertThat(strings(connection, TIMEOUT)).containsExactly("0");
          connection.rollback();
          assertThat(strings(connection, TIMEOUT)).containsExactly("0");
        });
    assertThat(answer(a, TIMEOUT)).isEqualTo("100ms");
  }

  @Test
  void aChangeOfLimitsNeedsNoRestart() throws SQLException {
    assertThat(answer(a, TIMEOUT)).isEqualTo("0");
    catalog.put(a, limits("statement-ms", "7000", "connections", "1", "checkout-ms", "50"));

    await().until(() -> answer(a, TIMEOUT).equals("7s"));
    as(
        a,
        holding -> {
          holding.setAutoCommit(false);
          execute(holding, "SELECT 1");
          assertThatThrownBy(() -> onAnotherThread(a))
              .hasMessageContaining("of this tenant: in use 1 of at most 1");
        });
    catalog.put(a, Limits.NONE);
    await().until(() -> answer(a, TIMEOUT).equals("0"));
  }

  @Test
  void requestsOverTheRateAreRefused() throws SQLException {
    catalog.put(a, limits("requests-per-minute", "3", "checkout-ms", "50"));

    write(a, "one");
    as(
        a,
        connection -> {
          connection.setAutoCommit(false);
          insert(connection, "two", "three", "four");
          connection.commit();
        });
    assertThat(bodiesOf(a)).hasSize(4);
    failsOverLimit(a, "requests per minute");
    assertThat(bodiesOf(b)).isEmpty();
    catalog.put(a, limits("requests-per-minute", "4", "checkout-ms", "50"));
    await().ignoreExceptions().until(() -> bodiesOf(a).size() == 4);
    failsOverLimit(a, "requests per minute");
  }

  @Test
  void whatIsOnlyCountedHoldsNothingBack() throws SQLException {
    catalog.put(
        a,
        limits(
            "mode",
            "dry-run",
            "requests-per-minute",
            "1",
            "connections",
            "1",
            "statement-ms",
            "100",
            "checkout-ms",
            "1"));

    write(a, "one");
    assertThat(bodiesOf(a)).containsExactly("one");
    assertThat(answer(a, TIMEOUT)).isEqualTo("0");
    as(
        a,
        holding -> {
          holding.setAutoCommit(false);
          execute(holding, "SELECT 1");
          assertThat(onAnotherThread(a)).isEqualTo("one");
        });
  }

  @Test
  void aTransactionThatWaitsAtAFenceIsOneRequest() throws Exception {
    catalog.put(a, limits("requests-per-minute", "3", "checkout-ms", "50"));
    HandMove move =
        HandMove.prepared(homeOfA, Isolation.SCHEMA, "two").fence(Duration.ofSeconds(30));
    CompletableFuture<Void> waiting = CompletableFuture.runAsync(() -> write(a, "one"));
    await().until(() -> data.isClearing(a));
    await().pollDelay(Duration.ofMillis(300)).until(() -> data.isClearing(a));
    move.unfence();
    waiting.get(20, TimeUnit.SECONDS);

    write(a, "two");
    assertThat(bodiesOf(a)).containsExactly("one", "two");
    failsOverLimit(a, "requests per minute");
  }

  @Test
  void aTenantThatIsSuspendedIsRefusedFromThenOn() throws SQLException {
    as(
        a,
        connection -> {
          connection.setAutoCommit(false);
          insert(connection, "what has begun goes on");
          catalog.put(a, TenantStatus.SUSPENDED);
          await().untilAsserted(() -> refusedAsNotActive(a));
          connection.commit();
        });
    CroftDataSourceContract.assertCode(() -> bodiesOf(a), ErrorCode.TENANT_NOT_ACTIVE);
    assertThat(bodiesOf(b)).isEmpty();
    catalog.put(a, TenantStatus.ACTIVE);

    assertThat(bodiesOf(a)).containsExactly("what has begun goes on");
  }

  @Test
  void theServerSeesWhoIsWho() throws SQLException {
    reopenWithBudget(1);
    for (TenantId tenant : new TenantId[] {a, b, a}) {
      as(
          tenant,
          connection -> {
            assertThat(strings(connection, NAME)).containsExactly(name("croft", tenant));
            connection.setClientInfo("ApplicationName", "billing");
            assertThat(connection.getClientInfo("ApplicationName")).isEqualTo("billing");
            assertThat(strings(connection, NAME)).containsExactly(name("billing", tenant));
          });
      assertThat(answer(tenant, NAME)).isEqualTo(name("croft", tenant));
    }
  }

  /** Returns how a session is called that serves the tenant and nothing else was asked of. */
  String name(String name, TenantId tenant) {
    return name + " " + tenant;
  }

  private void refusedAsNotActive(TenantId tenant) {
    CroftDataSourceContract.assertCode(() -> onAnotherThread(tenant), ErrorCode.TENANT_NOT_ACTIVE);
  }

  private String onAnotherThread(TenantId tenant) throws SQLException {
    try {
      return CompletableFuture.supplyAsync(() -> unchecked(tenant)).join();
    } catch (CompletionException e) {
      throw (SQLException) e.getCause().getCause();
    }
  }

  private String unchecked(TenantId tenant) {
    try {
      return TenantScope.call(
          tenant,
          () -> {
            try (Connection connection = data.getConnection()) {
              return String.join(",", bodies(connection));
            }
          });
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
