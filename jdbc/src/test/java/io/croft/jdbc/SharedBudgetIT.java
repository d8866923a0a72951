package io.croft.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.croft.catalog.CatalogAddress;
import io.croft.catalog.ControlCatalog;
import io.croft.catalog.NewServer;
import io.croft.catalog.PostgresCatalog;
import io.croft.core.ErrorCode;
import io.croft.core.Isolation;
import io.croft.core.TenantId;
import io.croft.core.TenantScope;
import io.croft.embedded.EmbeddedPostgres;
import io.croft.gate.MasterSecret;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
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

  /** One process: a data source, the catalog as it sees it, and the load that is put on it. */
  private final class Application implements AutoCloseable {
    private final FakeCatalog mine = new FakeCatalog();
    private final PostgresCatalog reader = PostgresCatalog.open(readerAddress);
    private final CroftDataSource source;
    private final TenantId tenant = TenantId.random();
    private final List<CompletableFuture<Void>> load = new ArrayList<>();
    private final AtomicInteger done = new AtomicInteger();
    private final List<SQLException> errors = new CopyOnWriteArrayList<>();
    private volatile boolean busy;

    Application(Duration timeout) throws SQLException {
      mine.put(endpoint("one", 1));
      mine.put(Cluster.create(tenant, Isolation.SCHEMA, "one", 1));
      mine.shareBudgetsBy(reader);
      source =
          CroftDataSource.builder(mine, Cluster.SECRET)
              .connectionTimeout(timeout)
              .driverProperty("socketFactory", OpenSockets.class.getName())
              .build();
      processes.add(this);
    }

    PoolStats stats() {
      return source.stats("one");
    }

    Connection hold() throws SQLException {
      Connection connection = TenantScope.call(tenant, source::getConnection);
      connection.setAutoCommit(false);
      execute(connection, "SELECT 1");
      return connection;
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
          try (Connection connection = TenantScope.call(tenant, source::getConnection)) {
            execute(connection, "SELECT pg_sleep(0.003)");
            done.incrementAndGet();
          }
        }
      } catch (SQLException e) {
        errors.add(e);
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

  private Application application() throws SQLException {
    return new Application(Duration.ofSeconds(10));
  }

  @Test
  void oneProcessAloneHasHalfOfTheBudgetAndTheRestWhenItNeedsIt() throws Exception {
    Application only = application();
    only.query();
    assertThat(only.stats().budget()).isEqualTo(BUDGET / 2);
    for (Connection one : only.hold(7)) {
      one.close();
    }
    assertThat(only.stats().total()).isEqualTo(7);
  }

  @Test
  void theSharesFollowTheLoadAndAreNeverMoreThanTheBudget() throws Exception {
    Application first = application();
    Application second = application();
    Application idle = application();
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
    Application first = application();
    for (Connection one : first.hold(7)) {
      one.close();
    }
    Application newcomer = new Application(Duration.ofSeconds(5));
    newcomer.query();
    assertThat(first.stats().total()).isLessThanOrEqualTo(7);
    first.query();
  }

  @Test
  void aNewcomerGetsWhatALongTransactionGivesBack() throws Exception {
    Application first = application();
    List<Connection> held = first.hold(7);
    Application newcomer = application();
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
    Application idle = application();
    Application other = application();
    idle.query();
    other.query();
    await().until(() -> idle.stats().budget() + other.stats().budget() <= 4);
    List<Connection> held = other.hold(5);
    assertThat(other.stats().budget()).isBetween(5, 7);
    held.forEach(SharedBudgetIT::close);
  }

  @Test
  void closingGivesTheShareBackAtOnce() throws Exception {
    Application first = application();
    first.hold(7).forEach(SharedBudgetIT::close);
    first.close();
    Application second = application();
    second.hold(7).forEach(SharedBudgetIT::close);
    assertThat(second.stats().total()).isEqualTo(7);
  }

  @Test
  void theShareOfAKilledProcessComesBack() throws Exception {
    TenantId tenant = TenantId.random();
    Cluster.create(tenant, Isolation.SCHEMA, "one", 1);
    Application survivor = application();
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
    Application heir = new Application(Duration.ofSeconds(2));
    heir.hold(3).forEach(SharedBudgetIT::close);
  }

  @Test
  void goesOnWithItsShareWhileTheCatalogIsDown() throws Exception {
    Application first = application();
    Application second = application();
    Application newcomer = application();
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
    Application away = application();
    List<Connection> held = away.hold(6);
    away.mine.cut(true);
    sql("DELETE FROM catalog.budget_share");
    held.forEach(SharedBudgetIT::close);
    away.query();
    Application heir = application();
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
    Application first = application();
    Application second = application();
    first.query();
    second.query();
    Application third = application();
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
    Application only = application();
    only.start();
    await().until(() -> only.stats().total() >= 6);
    budget(3);
    await().until(() -> only.stats().budget() == 3 && only.stats().total() <= 3);
    only.awaitProgress();
    budget(BUDGET);
    await().until(() -> only.stats().total() >= 6);
  }
}
