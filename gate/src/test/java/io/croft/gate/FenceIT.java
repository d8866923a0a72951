package io.croft.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.croft.core.Isolation;
import io.croft.core.Placement;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The fence: it waits for those inside, and nobody passes it. */
class FenceIT {

  private static final String WRITE = "INSERT INTO customer (name) VALUES ('written')";
  private static final String LOCK_TIMEOUT = "55P03";

  private static GateDatabase database;

  @BeforeAll
  static void createDatabase() throws SQLException {
    database = GateDatabase.create();
  }

  @ParameterizedTest
  @EnumSource
  void waitsForATransactionThatHasOnlyEnteredOrJoined(Isolation isolation) throws SQLException {
    Placement home = database.newHome(isolation);
    try (Attempt attempt = Attempt.on(database, home);
        Connection inside = database.inside(home)) {
      Sql.run(inside, "SELECT * FROM customer");
      assertThat(Sql.state(attempt::fence)).isEqualTo(LOCK_TIMEOUT);
      Sql.run(inside, WRITE);
      inside.commit();
      assertThat(attempt.fence()).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"SCHEMA", "DATABASE"})
  void waitsForATransactionThatWroteWithoutJoining(Isolation isolation) throws SQLException {
    Placement home = database.newHome(isolation);
    try (Attempt attempt = Attempt.on(database, home);
        Connection foreign = database.connect(home)) {
      foreign.setAutoCommit(false);
      Sql.run(foreign, WRITE);
      assertThat(Sql.state(attempt::fence)).isEqualTo(LOCK_TIMEOUT);
      foreign.commit();
      assertThat(attempt.fence()).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource
  void keepsItsHoldOnATransactionOverARolledBackSavepoint(Isolation isolation) throws SQLException {
    Placement home = database.newHome(isolation);
    try (Attempt attempt = Attempt.on(database, home);
        Connection inside = database.inside(home)) {
      Sql.run(inside, "SAVEPOINT s");
      Sql.run(inside, WRITE);
      Sql.run(inside, "ROLLBACK TO s");
      assertThat(Sql.state(attempt::fence)).isEqualTo(LOCK_TIMEOUT);
    }
  }

  @Test
  void locksAgainWhenARolledBackSavepointHasFreedTheLock() throws SQLException {
    Placement home = database.newHome(Isolation.SCHEMA);
    try (Attempt attempt = Attempt.on(database, home);
        Connection foreign = database.connect(home)) {
      foreign.setAutoCommit(false);
      Sql.run(foreign, "SAVEPOINT s");
      Sql.run(foreign, WRITE);
      Sql.run(foreign, "ROLLBACK TO s");
      assertThat(attempt.fence()).isTrue();
      assertThat(Sql.state(foreign, WRITE)).isEqualTo(GateState.FENCED);
    }
  }

  @ParameterizedTest
  @EnumSource
  void doesNotWaitForOthers(Isolation isolation) throws SQLException {
    Placement home = database.newHome(isolation);
    try (Attempt attempt = Attempt.on(database, home);
        Connection ann = database.entered(database.ann());
        Connection neighbour = database.inside(database.newHome(Isolation.SCHEMA))) {
      Sql.run(ann, WRITE);
      Sql.run(neighbour, WRITE);
      assertThat(attempt.fence()).isTrue();
      ann.rollback();
      neighbour.rollback();
    }
  }

  @ParameterizedTest
  @EnumSource
  void answersAtOnceWhileAFenceIsOnlyQueued(Isolation isolation) throws Exception {
    Placement home = database.newHome(isolation);
    try (Connection inside = database.inside(home);
        Connection admin = GateServer.admin(home.database());
        Connection next = database.outside(home)) {
      CompletableFuture<String> queued =
          CompletableFuture.supplyAsync(
              () ->
                  Sql.state(
                      admin,
                      "SELECT pg_advisory_xact_lock(croft.lock_key(?, ?))",
                      home.tenant().value(),
                      home.epoch()));
      awaitWaiter(home);
      Sql.run(next, "SET lock_timeout = '5s'");
      long start = System.nanoTime();
      assertThat(Sql.state(() -> enterOrJoin(next, home))).isEqualTo(GateState.FENCED);
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
      inside.rollback();
      assertThat(queued.get()).isEqualTo(Sql.FINE);
      assertThat(Sql.state(() -> enterOrJoin(next, home))).isEqualTo(Sql.FINE);
    }
  }

  @ParameterizedTest
  @EnumSource
  void keepsEverybodyOutUntilItIsLifted(Isolation isolation) throws SQLException {
    Placement home = database.newHome(isolation);
    try (Attempt attempt = Attempt.on(database, home);
        Connection next = database.outside(home)) {
      assertThat(attempt.fence()).isTrue();
      assertThat(Sql.state(() -> enterOrJoin(next, home))).isEqualTo(GateState.FENCED);
      assertThat(MoverGate.unfence(attempt.source(), home, attempt.token())).isTrue();
      assertThat(Sql.state(() -> enterOrJoin(next, home))).isEqualTo(Sql.FINE);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "POOL, REPEATABLE READ", "POOL, SERIALIZABLE",
    "SCHEMA, REPEATABLE READ", "SCHEMA, SERIALIZABLE",
    "DATABASE, REPEATABLE READ", "DATABASE, SERIALIZABLE"
  })
  void isNotPassedByAnOlderSnapshot(Isolation isolation, String level) throws SQLException {
    Placement home = database.newHome(isolation);
    try (Attempt attempt = Attempt.on(database, home);
        Connection older = database.outside(home)) {
      Sql.script(older, "BEGIN ISOLATION LEVEL " + level + "; SELECT 1");
      assertThat(attempt.fence()).isTrue();
      if (isolation == Isolation.POOL) {
        assertThat(Sql.state(() -> database.enter(older, home))).isEqualTo("40001");
      } else {
        assertThat(Sql.state(older, WRITE)).isEqualTo("40001");
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void isNotPassedByAnOlderSnapshotAfterTheSwitch(Isolation isolation) throws SQLException {
    Placement home = database.newHome(isolation);
    try (Attempt attempt = Attempt.on(database, home);
        Connection older = database.outside(home)) {
      Sql.script(older, "BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT 1");
      attempt.complete();
      if (isolation == Isolation.POOL) {
        assertThat(Sql.state(() -> database.enter(older, home))).isEqualTo("40001");
      } else {
        assertThat(Sql.state(older, WRITE)).isIn("40001", "42501", "42P01");
      }
    }
  }

  /** Such transactions share the row one after the other: who waits for it waits for ever. */
  @Test
  void isHandedOnWithoutWaitingForOlderSnapshots() throws SQLException {
    Placement home = database.newHome(Isolation.POOL);
    try (Attempt attempt = Attempt.on(database, home);
        Connection older = database.outside(home)) {
      Sql.script(older, "BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT 1");
      database.enter(older, home);
      Sql.script(attempt.source(), "SET statement_timeout = '2s'");
      assertThat(Sql.state(() -> MoverGate.take(attempt.source(), home, attempt.token())))
          .isEqualTo("55P03");
      Sql.script(older, "ROLLBACK");
      assertThat(MoverGate.take(attempt.source(), home, attempt.token())).isTrue();
    }
  }

  @Test
  void cutsOffAMoverThatFencesInATransactionAndHangs() throws SQLException {
    Placement home = database.newHome(Isolation.POOL);
    try (Attempt attempt = Attempt.on(database, home);
        Connection next = database.pool()) {
      attempt.source().setAutoCommit(false);
      assertThat(attempt.fence()).isTrue();
      assertThat(Sql.state(() -> enterOrJoin(next, home))).isEqualTo(GateState.FENCED);
      await()
          .atMost(Duration.ofSeconds(5))
          .until(() -> Sql.state(() -> enterOrJoin(next, home)).equals(Sql.FINE));
      assertThat(Sql.state(attempt.source(), "SELECT 1")).isIn("25P03", "57P05", "08006");
    }
  }

  @Test
  void cutsOffAMoverThatSwitchesInATransactionAndHangs() throws SQLException {
    Placement home = database.newHome(Isolation.POOL);
    try (Attempt attempt = Attempt.on(database, home);
        Connection admin = database.admin()) {
      attempt.fence(Duration.ofSeconds(1));
      attempt.source().setAutoCommit(false);
      assertThat(attempt.switchOver()).isTrue();
      await()
          .atMost(Duration.ofSeconds(5))
          .until(
              () ->
                  Sql.text(admin, "SELECT croft.reopen(?, ?)", home.tenant().value(), home.epoch())
                      .equals("t"));
    }
  }

  private static void enterOrJoin(Connection connection, Placement home) throws SQLException {
    if (home.isolation() == Isolation.POOL) {
      database.enter(connection, home);
    } else {
      Sql.run(connection, "SELECT croft.join()");
    }
  }

  private static void awaitWaiter(Placement home) throws SQLException {
    try (Connection admin = GateServer.admin(home.database())) {
      await()
          .until(
              () ->
                  Sql.number(
                          admin,
                          "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
                      == 1);
    }
  }
}
