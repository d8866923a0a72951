package io.croft.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.croft.core.Isolation;
import io.croft.core.Placement;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How far a home has come along another's log, and the marks for which a stream is awaited. */
class StreamIT {

  private static final Lsn EARLY = Lsn.parse("0/10");
  private static final Lsn LATE = Lsn.parse("1/0");

  private static GateDatabase database;

  @BeforeAll
  static void createDatabase() throws SQLException {
    database = GateDatabase.create();
  }

  @ParameterizedTest
  @EnumSource
  void notesWithTheChangesHowFarTheHomeHasCome(Isolation isolation) throws SQLException {
    try (Attempt attempt = Attempt.on(database, database.newHome(Isolation.POOL), isolation);
        Connection mover = attempt.target()) {
      assertThat(HomeGate.read(mover, attempt.to()).orElseThrow().applied()).isEmpty();
      mover.setAutoCommit(false);
      MoverGate.claim(mover, attempt.to(), attempt.token());
      MoverGate.advance(mover, attempt.to(), attempt.token(), EARLY);
      mover.rollback();
      assertThat(HomeGate.read(mover, attempt.to()).orElseThrow().applied()).isEmpty();
      for (Lsn position : new Lsn[] {EARLY, EARLY, LATE}) {
        MoverGate.claim(mover, attempt.to(), attempt.token());
        MoverGate.advance(mover, attempt.to(), attempt.token(), position);
        mover.commit();
        assertThat(HomeGate.read(mover, attempt.to()).orElseThrow().applied()).contains(position);
      }
    }
  }

  @Test
  void neverGoesBack() throws SQLException {
    try (Attempt attempt = Attempt.on(database, database.newHome(Isolation.POOL));
        Connection mover = attempt.target()) {
      advance(attempt, LATE);
      mover.setAutoCommit(false);
      MoverGate.claim(mover, attempt.to(), attempt.token());
      assertThat(Sql.state(() -> MoverGate.advance(mover, attempt.to(), attempt.token(), EARLY)))
          .isEqualTo(GateState.REFUSED);
    }
  }

  @Test
  void notesNothingWithoutAClaim() throws SQLException {
    try (Attempt attempt = Attempt.on(database, database.newHome(Isolation.POOL));
        Attempt other = Attempt.on(database, database.newHome(Isolation.POOL));
        Connection mover = attempt.target()) {
      mover.setAutoCommit(false);
      assertThat(Sql.state(() -> MoverGate.advance(mover, attempt.to(), attempt.token(), LATE)))
          .as("no claim")
          .isEqualTo(GateState.REFUSED);
      mover.rollback();
      MoverGate.claim(mover, other.to(), other.token());
      assertThat(Sql.state(() -> MoverGate.advance(mover, attempt.to(), attempt.token(), LATE)))
          .as("a claim of another attempt")
          .isEqualTo(GateState.REFUSED);
      mover.rollback();
      MoverGate.claim(mover, other.to(), other.token());
      assertThat(Sql.state(() -> MoverGate.advance(mover, attempt.to(), other.token(), LATE)))
          .as("a claim of another tenant")
          .isEqualTo(GateState.REFUSED);
    }
  }

  @Test
  void startsAnewForANewerAttempt() throws SQLException {
    try (Attempt older = Attempt.on(database, database.newHome(Isolation.POOL))) {
      advance(older, LATE);
      try (Attempt newer = older.successor()) {
        assertThat(HomeGate.read(newer.target(), newer.to()).orElseThrow().applied()).isEmpty();
        advance(newer, EARLY);
      }
    }
  }

  @Test
  void keepsThePositionUntilTheNextMoveOfTheTenant() throws SQLException {
    try (Attempt there = Attempt.on(database, database.newHome(Isolation.POOL))) {
      advance(there, LATE);
      there.complete();
      Placement home = there.to();
      assertThat(HomeGate.read(there.target(), home).orElseThrow().applied()).contains(LATE);
      assertThat(MoverGate.take(there.target(), home, there.token() + 1)).isTrue();
      assertThat(HomeGate.read(there.target(), home).orElseThrow().applied()).isEmpty();
    }
  }

  @Test
  void startsAnewWhereTheTenantHasLeft() throws SQLException {
    try (Attempt there = Attempt.on(database, database.newHome(Isolation.POOL))) {
      advance(there, LATE);
      there.complete();
      try (Attempt onward = Attempt.on(database, there.to())) {
        onward.complete();
        assertThat(HomeGate.read(onward.source(), there.to()).orElseThrow().applied()).isEmpty();
      }
    }
  }

  @Test
  void isTheMoversAlone() throws SQLException {
    Placement home = database.newHome(Isolation.SCHEMA);
    try (Connection own = database.connect(home);
        Connection pool = database.pool();
        Connection admin = database.admin()) {
      for (Connection other : new Connection[] {own, pool}) {
        assertThat(Sql.state(() -> MoverGate.advance(other, home, 0, LATE))).isEqualTo("42501");
        assertThat(Sql.state(() -> MoverGate.setMark(other, home))).isEqualTo("42501");
        assertThat(Sql.state(() -> MoverGate.dropMark(other, home))).isEqualTo("42501");
        assertThat(Sql.state(other, "SELECT * FROM croft.mark")).isEqualTo("42501");
      }
      assertThat(Sql.state(() -> MoverGate.advance(admin, home, 0, LATE)))
          .isEqualTo(GateState.REFUSED);
      assertThat(Sql.state(() -> MoverGate.setMark(admin, home))).isEqualTo(GateState.REFUSED);
      assertThat(Sql.state(() -> MoverGate.dropMark(admin, home))).isEqualTo(GateState.REFUSED);
    }
  }

  @Test
  void numbersTheMarksOfAHome() throws SQLException {
    Placement home = database.newHome(Isolation.POOL);
    Placement other = database.newHome(Isolation.SCHEMA);
    try (Connection mover = database.mover()) {
      assertThat(MoverGate.setMark(mover, home)).isEqualTo(1);
      assertThat(MoverGate.setMark(mover, home)).isEqualTo(2);
      assertThat(MoverGate.setMark(mover, other)).isEqualTo(1);
      MoverGate.dropMark(mover, home);
      MoverGate.dropMark(mover, home);
      assertThat(MoverGate.setMark(mover, home)).isEqualTo(1);
      assertThat(Sql.state(() -> MoverGate.setMark(mover, database.unknown())))
          .isEqualTo(GateState.REFUSED);
    }
  }

  @Test
  void dropsTheMarkWithTheHome() throws SQLException {
    Placement home = database.newHome(Isolation.POOL);
    try (Connection mover = database.mover();
        Connection admin = database.admin()) {
      MoverGate.setMark(mover, home);
      HomeGate.remove(admin, home);
      assertThat(
              Sql.number(
                  admin, "SELECT count(*) FROM croft.mark WHERE tenant = ?", home.tenant().value()))
          .isZero();
    }
  }

  @Test
  void letsTheMoverEndItsOwnSessionsAlone() throws SQLException {
    Placement home = database.newHome(Isolation.SCHEMA);
    String end = "SELECT pg_terminate_backend(?, 10000)";
    try (Connection mover = database.mover();
        Connection older = database.mover();
        Connection own = database.connect(home);
        Connection pool = database.pool()) {
      assertThat(Sql.text(mover, end, Sql.pid(older))).isEqualTo("t");
      assertThat(older.isValid(1)).isFalse();
      for (Connection other : new Connection[] {own, pool}) {
        assertThat(Sql.state(mover, end, Sql.pid(other))).isEqualTo("42501");
        assertThat(other.isValid(1)).isTrue();
        assertThat(
                Sql.text(mover, "SELECT query FROM pg_stat_activity WHERE pid = ?", Sql.pid(other)))
            .isEqualTo("<insufficient privilege>");
      }
    }
  }

  @Test
  void showsTheMoverWhatStandsInTheWayOfASlot() throws SQLException {
    try (Connection mover = database.mover();
        Connection open = database.mover()) {
      open.setAutoCommit(false);
      Sql.run(open, "SELECT pg_current_xact_id()");
      String waitedFor =
          """
          SELECT count(*) FROM pg_locks l JOIN pg_stat_activity a USING (pid)
          WHERE l.locktype = 'transactionid' AND a.pid = ?
          """;
      assertThat(Sql.number(mover, waitedFor, Sql.pid(open))).isEqualTo(1);
      assertThat(Sql.state(mover, "SELECT gid FROM pg_prepared_xacts")).isEqualTo(Sql.FINE);
    }
  }

  private static void advance(Attempt attempt, Lsn position) throws SQLException {
    Connection mover = attempt.target();
    mover.setAutoCommit(false);
    MoverGate.claim(mover, attempt.to(), attempt.token());
    MoverGate.advance(mover, attempt.to(), attempt.token(), position);
    mover.commit();
    mover.setAutoCommit(true);
  }
}
