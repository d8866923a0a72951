package io.croft.move;

import static io.croft.core.Isolation.POOL;
import static io.croft.core.Isolation.SCHEMA;
import static io.croft.testbed.TestFleet.EU;
import static io.croft.testbed.TestFleet.US;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.croft.catalog.Operation;
import io.croft.core.TenantId;
import io.croft.move.MoveProgress.Part;
import io.croft.testbed.TestFleet;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;

class MoveProgressIT {

  private final MoveFixture moves = new MoveFixture();
  private final Mover mover = moves.mover(MoveFixture.PATIENT.withHold(Duration.ofSeconds(1)));

  private MoveProgress awaitProgress(Operation operation, Predicate<MoveProgress> wanted) {
    return await()
        .until(
            () ->
                MoveProgress.of(
                    moves.fleet.catalog().operations().operation(operation.id()).progress()),
            now -> now.filter(wanted).isPresent())
        .orElseThrow();
  }

  @Test
  void aStreamedMoveTellsWhatItHasCopiedAndComparedAndHowFarItLags() throws SQLException {
    TenantId tenant = moves.filledTenant(POOL, EU, 10, 20);
    long rows = LedgerRows.all(moves.fleet, moves.placement(tenant)).size();
    Operation operation = mover.start(tenant, SCHEMA, US, MoveMode.STREAMED, "test");

    MoveListener looking =
        (step, detail) -> {
          if (step == MoveStep.COPIED) {
            MoveProgress copied = awaitProgress(operation, now -> now.rows().done() == rows);
            assertThat(copied.rows()).isEqualTo(new Part(rows, rows));
            assertThat(copied.bytes().done()).isPositive();
            assertThat(copied.lag()).as("nothing follows yet").isEmpty();
          } else if (step == MoveStep.VERIFIED) {
            MoveProgress compared = awaitProgress(operation, now -> now.compared().done() == rows);
            assertThat(compared.compared()).isEqualTo(new Part(rows, rows));
            assertThat(compared.lag()).isPresent();
          }
        };
    assertThat(mover.run(operation.id(), "test", looking)).isPresent();
  }

  @Test
  void aFencedCopyTellsWhatItHasCopied() throws SQLException {
    TenantId tenant = moves.filledTenant(POOL, EU, 10, 20);
    long rows = LedgerRows.all(moves.fleet, moves.placement(tenant)).size();
    Operation operation = mover.start(tenant, POOL, US, MoveMode.FENCED_COPY, "test");

    MoveListener looking =
        (step, detail) -> {
          if (step == MoveStep.COPIED) {
            MoveProgress copied = awaitProgress(operation, now -> now.rows().done() == rows);
            assertThat(copied.step()).isEqualTo(MoveStep.COPIED);
            assertThat(copied.left()).as("nothing is left").isEmpty();
          }
        };
    assertThat(mover.run(operation.id(), "test", looking)).isPresent();
  }

  @Test
  void aCopyGoesOnWhileTheCatalogIsOutOfReach() throws Exception {
    TenantId tenant = moves.filledTenant(POOL, EU, 5, 10);
    Operation operation = mover.start(tenant, POOL, US, MoveMode.STREAMED, "test");
    try (Connection target = moves.fleet.server(US).connect("croft_app");
        Connection catalog = catalog();
        Connection beside = beside(catalog);
        Statement lock = target.createStatement();
        Statement looking = catalog.createStatement();
        Statement statement = beside.createStatement()) {
      target.setAutoCommit(false);
      MoveListener holdingUp =
          (step, detail) -> {
            if (step == MoveStep.SUBSCRIBED) {
              lock(lock);
            }
          };
      CompletableFuture<Optional<MoveResult>> moved =
          CompletableFuture.supplyAsync(() -> mover.run(operation.id(), "test", holdingUp));
      awaitWaiter(lock);

      int spared = catalog.unwrap(PGConnection.class).getBackendPID();
      statement.execute(
          "ALTER DATABASE %s ALLOW_CONNECTIONS false".formatted(catalog.getCatalog()));
      try {
        statement.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '%s' AND pid <> %d"
                .formatted(catalog.getCatalog(), spared));
        awaitSilence(looking, operation);
      } finally {
        statement.execute(
            "ALTER DATABASE %s ALLOW_CONNECTIONS true".formatted(catalog.getCatalog()));
      }
      await().until(() -> moves.fleet.catalog().operations().operation(operation.id()).driven());
      target.rollback();
      assertThat(moved.get(1, TimeUnit.MINUTES)).isPresent();
    }
  }

  private static void lock(Statement statement) {
    try {
      statement.execute("LOCK TABLE app.account IN EXCLUSIVE MODE");
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  /** From then on the copy has all its sessions. */
  private static void awaitWaiter(Statement target) {
    await()
        .until(
            () -> {
              try (var row =
                  target.executeQuery(
                      "SELECT FROM pg_locks WHERE NOT granted AND relation ="
                          + " 'app.account'::regclass")) {
                return row.next();
              }
            });
  }

  private static void awaitSilence(Statement catalog, Operation operation) {
    await()
        .until(
            () -> {
              try (var row =
                  catalog.executeQuery(
                      "SELECT claimed_until < clock_timestamp() FROM catalog.operation WHERE id = '%s'"
                          .formatted(operation.id()))) {
                row.next();
                return row.getBoolean(1);
              }
            });
  }

  private static Connection catalog() throws SQLException {
    var address = TestFleet.shared().address();
    return DriverManager.getConnection(address.jdbcUrl(), address.user(), address.password());
  }

  /** Nobody can shut the database that he is connected to. */
  private static Connection beside(Connection catalog) throws SQLException {
    var address = TestFleet.shared().address();
    return DriverManager.getConnection(
        address.jdbcUrl().replace("/" + catalog.getCatalog(), "/postgres"),
        address.user(),
        address.password());
  }
}
