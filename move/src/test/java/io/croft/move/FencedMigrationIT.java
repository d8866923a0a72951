package io.croft.move;

import static io.croft.core.Isolation.DATABASE;
import static io.croft.core.Isolation.SCHEMA;
import static io.croft.testbed.TestFleet.EU;
import static io.croft.testbed.TestFleet.US;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;
import static org.awaitility.Awaitility.await;

import io.croft.catalog.Operation;
import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import io.croft.core.Isolation;
import io.croft.core.Placement;
import io.croft.core.TenantId;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A migration that commits during a fenced copy, or might still commit after it, is not lost. */
class FencedMigrationIT {

  /** Takes as long as somebody holds a lock. */
  private static final String SLOW =
      """
      CREATE SCHEMA IF NOT EXISTS aside;
      GRANT USAGE ON SCHEMA aside TO PUBLIC;
      CREATE OR REPLACE FUNCTION aside.slow(v bigint) RETURNS bigint
      LANGUAGE plpgsql IMMUTABLE SECURITY DEFINER AS $$
      BEGIN
        PERFORM pg_catalog.pg_advisory_xact_lock_shared(4711);
        RETURN v;
      END $$;
      """;

  private final MoveFixture moves = new MoveFixture();
  private final TenantId tenant;
  private final Placement left;

  FencedMigrationIT() throws SQLException {
    tenant = moves.filledTenant(SCHEMA, EU, 5, 10);
    left = moves.placement(tenant);
  }

  private Operation begin(Isolation target) {
    return moves.mover.start(tenant, target, US, MoveMode.FENCED_COPY, "test");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // With it what the tenant has in it; nothing of it is in the copy.
        "ALTER TABLE entry ADD COLUMN late text DEFAULT 'kept'",
        "ALTER TABLE entry ALTER COLUMN note SET DEFAULT 'late'",
        "ALTER TABLE entry ADD CHECK (amount > -1000000)",
        "CREATE INDEX ON entry (tenant_id, note)",
        "DROP INDEX entry_operation",
        "CREATE TRIGGER late BEFORE UPDATE ON entry"
            + " FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()"
      })
  void endsWhenTheTablesWereChangedAfterTheyWereCopied(String migration) throws Exception {
    Operation move = begin(DATABASE);
    Failpoint.arm(Failpoint.BEFORE.name(MoveStep.FENCED), () -> migrate(left, migration));
    try {
      assertRefused(move);
    } finally {
      Failpoint.disarm();
    }
    assertThat(moves.placement(tenant)).isEqualTo(left);
    assertThat(marks(left)).isZero();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void endsWhenTheTablesAreChangedAfterTheyWereCompared(boolean committed) throws Exception {
    Operation move = begin(DATABASE);
    try (Connection superuser = moves.fleet.superuser(left);
        Statement migration = superuser.createStatement()) {
      superuser.setAutoCommit(committed);
      Failpoint.arm(
          Failpoint.BEFORE.name(MoveStep.SWITCHED),
          () -> unchecked(() -> migration.execute(function(left))));
      assertRefused(move);
      assertThat(moves.placement(tenant)).isEqualTo(left);
      if (!committed) {
        superuser.rollback();
        Failpoint.disarm();
        Operation again = moves.fleet.catalog().operations().retry(move.id(), "test");
        assertThat(moves.mover.run(again.id(), "test", MoveListener.NONE)).isPresent();
      }
    } finally {
      Failpoint.disarm();
    }
    assertThat(marks(left)).isZero();
  }

  @Test
  void waitsForAChangeThatHasBegunBefore() throws Exception {
    Operation move = begin(DATABASE);
    AtomicBoolean compared = new AtomicBoolean();
    try (Connection superuser = moves.fleet.superuser(left);
        Statement migration = superuser.createStatement()) {
      superuser.setAutoCommit(false);
      migration.execute(function(left));
      CompletableFuture<Void> end =
          CompletableFuture.runAsync(
              () -> {
                await().until(() -> compared.get() || isAwaited(left));
                unchecked(superuser::commit);
              });
      Failpoint.arm(
          Failpoint.BEFORE.name(MoveStep.SWITCHED),
          () -> {
            compared.set(true);
            end.join();
          });
      assertRefused(move);
      assertThat(compared).isFalse();
    } finally {
      Failpoint.disarm();
    }
    assertThat(moves.placement(tenant)).isEqualTo(left);
    assertThat(marks(left)).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "copied.recorded,ALTER TABLE entry DROP COLUMN note",
    "copied.recorded,ALTER TABLE entry RENAME COLUMN note TO remark",
    "copied.recorded,DROP TABLE entry",
    "fenced.before,ALTER TABLE entry DROP COLUMN note",
    "fenced.before,ALTER TABLE entry RENAME COLUMN note TO remark"
  })
  void tellsWhatHasHappenedWhereTheTablesCannotBeReadAnyMore(String place, String migration)
      throws Exception {
    Operation move = begin(DATABASE);
    Failpoint.arm(place, () -> migrate(left, migration));
    try {
      assertRefused(move);
    } finally {
      Failpoint.disarm();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void comesToAnEndSoonBesideTheMigrationThatHasEndedIt(boolean cancelled) throws Exception {
    Mover mover = moves.mover(MoveFixture.PATIENT.withPatience(Duration.ofSeconds(1)));
    Operation move = begin(DATABASE);
    try (Connection superuser = moves.fleet.superuser(left);
        Statement migration = superuser.createStatement()) {
      superuser.setAutoCommit(false);
      Failpoint.arm(
          Failpoint.BEFORE.name(MoveStep.SWITCHED),
          () -> unchecked(() -> migration.execute(function(left))));
      assertRefused(move);
      if (cancelled) {
        moves.fleet.catalog().operations().cancel(move.id(), "test");
        assertThat(mover.run(move.id(), "test", MoveListener.NONE)).isEmpty();
      } else {
        moves.fleet.catalog().operations().retry(move.id(), "test");
        assertThatThrownBy(() -> mover.run(move.id(), "test", MoveListener.NONE))
            .asInstanceOf(type(CroftException.class))
            .extracting(CroftException::code)
            .isEqualTo(ErrorCode.TENANT_BUSY);
      }
    } finally {
      Failpoint.disarm();
    }
  }

  @Test
  void opensTheHomeSoonWhereItsRightsAreBeingChanged() throws Exception {
    Operation move = begin(SCHEMA);
    try (Connection superuser = moves.fleet.superuser(left);
        Statement grant = superuser.createStatement()) {
      superuser.setAutoCommit(false);
      grant.execute("GRANT USAGE ON SCHEMA \"%s\" TO croft_mover".formatted(left.schema()));
      assertThatThrownBy(() -> moves.mover.run(move.id(), "test", MoveListener.NONE))
          .asInstanceOf(type(CroftException.class))
          .extracting(CroftException::code)
          .isEqualTo(ErrorCode.TENANT_BUSY);
      assertThat(moves.addEntry(tenant)).isPositive();
      superuser.rollback();
    }
    moves.fleet.catalog().operations().retry(move.id(), "test");
    assertThat(moves.mover.run(move.id(), "test", MoveListener.NONE)).isPresent();
  }

  @Test
  void countsOnWhenAnOlderAttemptWakesUp() throws Exception {
    try (GuardTrial trial = new GuardTrial()) {
      Optional<ErrorCode> newer =
          AttemptScenarios.wakesUpLate(
              trial,
              "prepared.recorded",
              () -> unchecked(() -> trial.asSuperuser(trial.origin, function(trial.origin))),
              "fenced.before",
              older ->
                  assertThat(older.get(1, TimeUnit.MINUTES)).contains(ErrorCode.OPERATION_LOST));
      assertThat(newer).contains(ErrorCode.SCHEMA_DIFFERS);
    }
  }

  @Test
  void refusesAChangeThatHadNotComeToItsEndWhenTheTenantLeft() throws Exception {
    Operation move = begin(DATABASE);
    try (Connection stopper = moves.fleet.superuser(left);
        Statement stop = stopper.createStatement()) {
      stop.execute(SLOW);
      stop.execute("SELECT pg_advisory_lock(4711)");
      CompletableFuture<Void> index =
          CompletableFuture.runAsync(
              () -> migrate(left, "CREATE INDEX late ON entry (tenant_id, aside.slow(id))"));
      await().until(() -> isAwaited(left));
      CompletableFuture<Void> end =
          CompletableFuture.runAsync(
              () -> {
                await().until(() -> isGivenUp(left) || isDropped(left));
                unchecked(() -> stop.execute("SELECT pg_advisory_unlock(4711)"));
              });
      assertThat(moves.mover.run(move.id(), "test", MoveListener.NONE)).isPresent();
      end.join();
      assertThatThrownBy(index::join).hasMessageContaining("has moved from here");
    }
  }

  @Test
  void refusesAnOlderSnapshotsChangeOfWhatNoTableShows() throws Exception {
    Operation move = begin(DATABASE);
    try (Connection superuser = moves.fleet.superuser(left);
        Statement migration = superuser.createStatement()) {
      superuser.setAutoCommit(false);
      superuser.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      migration.execute("SELECT 1");
      Failpoint.arm(
          Failpoint.BEFORE.name(MoveStep.FENCED),
          () ->
              assertThatThrownBy(() -> migration.execute(function(left)))
                  .asInstanceOf(type(SQLException.class))
                  .extracting(SQLException::getSQLState)
                  .isEqualTo("40001"));
      assertThat(moves.mover.run(move.id(), "test", MoveListener.NONE)).isPresent();
    } finally {
      Failpoint.disarm();
    }
  }

  private void assertRefused(Operation move) {
    assertThatThrownBy(() -> moves.mover.run(move.id(), "test", MoveListener.NONE))
        .asInstanceOf(type(CroftException.class))
        .extracting(CroftException::code)
        .isEqualTo(ErrorCode.SCHEMA_DIFFERS);
  }

  private static String function(Placement home) {
    return "CREATE FUNCTION \"%s\".late() RETURNS int LANGUAGE sql RETURN 1"
        .formatted(home.schema());
  }

  /** Whether the mover waits for the end of whoever changes the home's tables. */
  private boolean isAwaited(Placement home) throws SQLException {
    return number(home, "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
        > 0;
  }

  /** Whether nothing tells any more that the tenant has left. */
  private boolean isGivenUp(Placement home) throws SQLException {
    String rows = "SELECT count(*) FROM croft.gate WHERE (tenant, epoch) = ('%s', %d)";
    return number(home, rows.formatted(home.tenant(), home.epoch())) == 0;
  }

  /** Whether somebody waits to drop the home's tables. */
  private boolean isDropped(Placement home) throws SQLException {
    return number(
            home,
            "SELECT count(*) FROM pg_locks WHERE mode = 'AccessExclusiveLock' AND NOT granted")
        > 0;
  }

  private long marks(Placement home) throws SQLException {
    return number(
        home, "SELECT count(*) FROM croft.mark WHERE tenant = '%s'".formatted(home.tenant()));
  }

  private long number(Placement home, String query) throws SQLException {
    try (Connection superuser = moves.fleet.superuser(home);
        Statement statement = superuser.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getLong(1);
    }
  }

  private interface Work {
    void run() throws SQLException;
  }

  private static void unchecked(Work work) {
    try {
      work.run();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private void migrate(Placement home, String migration) {
    unchecked(
        () -> {
          try (Connection superuser = moves.fleet.superuser(home);
              Statement statement = superuser.createStatement()) {
            statement.execute("SET search_path = \"%s\"".formatted(home.schema()));
            statement.execute(migration);
          }
        });
  }
}
