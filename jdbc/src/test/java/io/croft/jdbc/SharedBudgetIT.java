package io.croft.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.croft.catalog.CatalogAddress;
import io.croft.catalog.ControlCatalog;
import io.croft.catalog.NewServer;
import io.croft.core.ErrorCode;
import io.croft.core.Isolation;
import io.croft.core.TenantId;
import io.croft.embedded.EmbeddedPostgres;
import io.croft.gate.MasterSecret;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Several processes on one server, whose budget a real catalog shares among them. */
final class SharedBudgetIT extends TenantsOnServers {

  private static final int BUDGET = 8;
  private static final String BACKENDS =
      """
      SELECT count(*) FROM pg_stat_activity
      WHERE application_name LIKE 'croft %' AND backend_type = 'client backend'
      """;
  private static final String DATABASE = "catalog_of_budgets";

  private static EmbeddedPostgres catalogServer;
  private static ControlCatalog control;
  private static CatalogAddress readerAddress;

  private final List<AutoCloseable> processes = new CopyOnWriteArrayList<>();

  @Override
  Isolation isolation() {
    return Isolation.SCHEMA;
  }

  @BeforeAll
  static void openCatalog() throws SQLException {
    catalogServer = EmbeddedPostgres.builder().name("budgets").durable(false).start();
    try (Connection admin = catalogServer.connect("postgres")) {
      execute(admin, "CREATE DATABASE " + DATABASE);
    }
    control =
        ControlCatalog.open(
            new CatalogAddress(
                catalogServer.jdbcUrl(DATABASE),
                catalogServer.superuser(),
                catalogServer.password()),
            MasterSecret.random());
    control.addServer(server(BUDGET), "ada");
    readerAddress = control.addReader("budgets_reader", "pw", "ada");
  }

  @AfterAll
  static void closeCatalog() {
    control.close();
    catalogServer.close();
  }

  @BeforeEach
  void startAnew() throws SQLException {
    budget(BUDGET);
    OpenSockets.forget();
  }

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable one : processes) {
      one.close();
    }
    assertThat(OpenSockets.open()).as("sockets after the test").isZero();
    assertThat(OpenSockets.most()).as("most sockets at once").isLessThanOrEqualTo(BUDGET);
    sql("DELETE FROM catalog.budget_share");
  }

  private static void budget(int connections) {
    control.changeServer(server(connections), "ada");
  }

  private static NewServer server(int budget) {
    EmbeddedPostgres one = Cluster.server("one");
    return NewServer.of("one", "eu", one.host(), one.port(), one.superuser(), one.password())
        .withCapacity(100, budget);
  }

  private static void sql(String statement) throws SQLException {
    try (Connection admin = catalogServer.connect(DATABASE)) {
      execute(admin, statement);
    }
  }

  private BudgetedApplication application() throws SQLException {
    return application(Duration.ofSeconds(10));
  }

  private BudgetedApplication application(Duration timeout) throws SQLException {
    BudgetedApplication made = new BudgetedApplication(endpoint("one", 1), readerAddress, timeout);
    processes.add(made);
    return made;
  }

  @Test
  void oneProcessAloneHasHalfOfTheBudgetAndTheRestWhenItNeedsIt() throws Exception {
    BudgetedApplication only = application();
    only.query();
    assertThat(only.stats().budget()).isEqualTo(BUDGET / 2);
    for (Connection one : only.hold(7)) {
      one.close();
    }
    assertThat(only.stats().total()).isEqualTo(7);
  }

  @Test
  void theSharesFollowTheLoadAndAreNeverMoreThanTheBudget() throws Exception {
    BudgetedApplication first = application();
    BudgetedApplication second = application();
    BudgetedApplication idle = application();
    AtomicBoolean ended = new AtomicBoolean();
    CompletableFuture<Integer> backends = CompletableFuture.supplyAsync(() -> mostBackends(ended));
    idle.query();
    first.start();
    await().until(() -> first.stats().budget() >= BUDGET - 2);
    second.start();
    await().until(() -> first.stats().budget() <= 4 && second.stats().budget() >= 3);
    first.awaitProgress();
    second.awaitProgress();
    idle.query();
    first.stop();
    await().until(() -> second.stats().budget() >= BUDGET - 2);
    second.awaitProgress();
    idle.query();
    second.stop();
    first.start();
    await().until(() -> first.stats().budget() >= BUDGET - 2);
    assertThat(OpenSockets.most()).isGreaterThanOrEqualTo(BUDGET - 2);
    ended.set(true);
    // A backend lives on for some moments after its socket was closed.
    assertThat(backends.join()).isBetween(BUDGET - 2, 2 * BUDGET);
  }

  /** Returns the most backends of applications that the server has had at once until the end. */
  private int mostBackends(AtomicBoolean ended) {
    int most = 0;
    try (Connection admin = Cluster.admin(homeOfA)) {
      while (!ended.get()) {
        most = Math.max(most, Integer.parseInt(strings(admin, BACKENDS).get(0)));
      }
      return most;
    } catch (SQLException e) {
      throw new CompletionException(e);
    }
  }

  @Test
  void aNewcomerIsServedThoughTheFirstHoldsIdleConnectionsOfTheWholeBudget() throws Exception {
    BudgetedApplication first = application();
    for (Connection one : first.hold(7)) {
      one.close();
    }
    BudgetedApplication newcomer = application(Duration.ofSeconds(5));
    newcomer.query();
    assertThat(first.stats().total()).isLessThanOrEqualTo(7);
    first.query();
  }

  @Test
  void aNewcomerGetsWhatALongTransactionGivesBack() throws Exception {
    BudgetedApplication first = application();
    List<Connection> held = first.hold(7);
    BudgetedApplication newcomer = application();
    newcomer.query();
    assertThat(first.stats().permits()).isEqualTo(7);
    held.forEach(SharedBudgetIT::close);
    newcomer.start();
    newcomer.awaitProgress();
    await().until(() -> newcomer.stats().total() > 3);
  }

  private static void close(Connection connection) {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aBurstTakesAtOnceWhatNobodyWants() throws Exception {
    BudgetedApplication idle = application();
    BudgetedApplication other = application();
    idle.query();
    other.query();
    await().until(() -> idle.stats().budget() + other.stats().budget() <= 4);
    List<Connection> held = other.hold(5);
    assertThat(other.stats().budget()).isBetween(5, 7);
    held.forEach(SharedBudgetIT::close);
  }

  @Test
  void closingGivesTheShareBackAtOnce() throws Exception {
    BudgetedApplication first = application();
    first.hold(7).forEach(SharedBudgetIT::close);
    first.close();
    BudgetedApplication second = application();
    second.hold(7).forEach(SharedBudgetIT::close);
    assertThat(second.stats().total()).isEqualTo(7);
  }

  @Test
  void theShareOfAKilledProcessComesBack() throws Exception {
    TenantId tenant = TenantId.random();
    Cluster.create(tenant, Isolation.SCHEMA, "one", 1);
    BudgetedApplication survivor = application();
    survivor.query();
    BudgetProcess other = BudgetProcess.start(readerAddress, endpoint("one", 1), tenant, 5);
    processes.add(other);
    await().until(() -> survivor.stats().budget() <= 3);
    other.kill();
    await()
        .atMost(BudgetHolder.LASTS.plusSeconds(5))
        .until(() -> survivor.stats().budget() == BUDGET / 2);
  }

  @Test
  void whoComesAfterAKilledProcessNeedNotWait() throws Exception {
    TenantId tenant = TenantId.random();
    Cluster.create(tenant, Isolation.SCHEMA, "one", 1);
    BudgetProcess killed = BudgetProcess.start(readerAddress, endpoint("one", 1), tenant, 2);
    processes.add(killed);
    killed.kill();
    BudgetedApplication heir = application(Duration.ofSeconds(2));
    heir.hold(3).forEach(SharedBudgetIT::close);
  }

  @Test
  void goesOnWithItsShareWhileTheCatalogIsDown() throws Exception {
    BudgetedApplication first = application();
    BudgetedApplication second = application();
    BudgetedApplication newcomer = application();
    first.query();
    second.query();
    catalogServer.kill();
    try {
      first.query();
      second.query();
      assertThatThrownBy(newcomer::query)
          .isInstanceOf(SQLException.class)
          .hasMessageContaining(ErrorCode.CATALOG_UNREACHABLE.code());
    } finally {
      catalogServer.restart();
    }
    second.start();
    await().until(() -> second.stats().budget() >= BUDGET - 2);
    first.query();
  }

  @Test
  void oneThatWasAwayTooLongShrinksAtOnce() throws Exception {
    BudgetedApplication away = application();
    List<Connection> held = away.hold(6);
    away.mine.cut(true);
    sql("DELETE FROM catalog.budget_share");
    held.forEach(SharedBudgetIT::close);
    away.query();
    BudgetedApplication heir = application();
    heir.start();
    await().until(() -> heir.stats().budget() == BUDGET);
    await().until(() -> heir.stats().total() >= 5);
    away.mine.cut(false);
    await().until(() -> away.stats().budget() < BUDGET);
    await().until(() -> away.stats().total() + heir.stats().total() <= BUDGET);
    OpenSockets.forget();
    away.query();
    heir.awaitProgress();
  }

  @Test
  void saysThatMoreProcessesShareTheBudgetThanItHasConnections() throws Exception {
    budget(2);
    BudgetedApplication first = application();
    BudgetedApplication second = application();
    first.query();
    second.query();
    BudgetedApplication third = application();
    assertThatThrownBy(third::query)
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo(Errors.NO_ROOM))
        .hasMessageContaining(ErrorCode.BUDGET_TOO_SMALL.code())
        .hasMessageContaining("server one")
        .hasMessageContaining("budget 0 of 2");
    first.close();
    await().ignoreExceptionsInstanceOf(SQLException.class).untilAsserted(third::query);
    second.query();
  }

  @Test
  void aSmallerBudgetTakesEffectWhileItIsUsed() throws Exception {
    BudgetedApplication only = application();
    only.start();
    await().until(() -> only.stats().total() >= 6);
    budget(3);
    await().until(() -> only.stats().budget() == 3 && only.stats().total() <= 3);
    only.awaitProgress();
    budget(BUDGET);
    await().until(() -> only.stats().total() >= 6);
  }
}
