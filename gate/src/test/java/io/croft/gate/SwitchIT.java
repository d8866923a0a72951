package io.croft.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.croft.core.Isolation;
import io.croft.core.Placement;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The gate row as a compare-and-set: attempts, tokens, leases and the commit point. */
class SwitchIT {

  private static final int ROUNDS = 60;

  private static GateDatabase database;

  @BeforeAll
  static void createDatabase() throws SQLException {
    database = GateDatabase.create();
  }

  @ParameterizedTest
  @EnumSource
  void sendsEverybodyToTheNewHome(Isolation isolation) throws SQLException {
    Placement home = database.newHome(isolation);
    try (Attempt attempt = Attempt.on(database, home)) {
      assertThat(attempt.fence()).isTrue();
      assertThat(attempt.switchOver()).isTrue();
      assertThat(answer(home))
          .contains(
              new GateAnswer.Moved(
                  Optional.of(
                      Placement.of(
                          home.tenant(), Isolation.POOL, GateServer.NAME, attempt.to().epoch()))));
      assertThat(HomeGate.read(attempt.source(), home))
          .hasValueSatisfying(row -> assertThat(row.state()).isEqualTo(HomeState.MOVED));
    }
  }

  @Test
  void wantsAFenceFirst() throws SQLException {
    try (Attempt attempt = Attempt.on(database, database.newHome(Isolation.POOL))) {
      assertThat(attempt.switchOver()).isFalse();
      assertThat(answer(attempt.from())).isEmpty();
    }
  }

  @Test
  void wantsTheTokenOfTheAttemptThatHoldsTheHome() throws SQLException {
    Placement home = database.newHome(Isolation.POOL);
    try (Attempt holder = Attempt.on(database, home);
        Attempt other = holder.successor()) {
      assertThat(holder.fence()).isTrue();
      assertThat(other.switchOver()).isFalse();
      assertThat(other.fence()).as("a home is fenced once").isFalse();
      assertThat(MoverGate.unfence(other.source(), home, other.token())).isFalse();
      assertThat(holder.switchOver()).isTrue();
      assertThat(holder.switchOver()).as("a switch happens once").isFalse();
      assertThat(MoverGate.unfence(holder.source(), home, holder.token())).isFalse();
    }
  }

  @Test
  void refusesATokenThatAnUnfenceHasBurnt() throws SQLException {
    Placement home = database.newHome(Isolation.POOL);
    try (Attempt attempt = Attempt.on(database, home)) {
      assertThat(attempt.fence()).isTrue();
      assertThat(MoverGate.unfence(attempt.source(), home, attempt.token())).isTrue();
      assertThat(attempt.switchOver()).isFalse();
      assertThat(attempt.fence()).isFalse();
    }
  }

  @Test
  void refusesATokenThatANewerAttemptHasBurnt() throws SQLException {
    Placement home = database.newHome(Isolation.POOL);
    try (Attempt older = Attempt.on(database, home);
        Attempt newer = older.successor()) {
      assertThat(older.fence()).isTrue();
      assertThat(MoverGate.take(newer.source(), home, newer.token())).isTrue();
      assertThat(answer(home)).as("the home is open again").isEmpty();
      assertThat(older.switchOver()).isFalse();
      assertThat(older.fence()).isFalse();
      assertThat(MoverGate.take(older.source(), home, older.token())).isFalse();
      assertThat(newer.fence()).isTrue();
      assertThat(newer.switchOver()).isTrue();
      assertThat(MoverGate.take(newer.source(), home, newer.token() + 1)).isFalse();
    }
  }

  @Test
  void refusesAClaimWithoutALiveToken() throws SQLException {
    Placement home = database.newHome(Isolation.POOL);
    try (Attempt older = Attempt.on(database, home);
        Attempt newer = older.successor()) {
      assertThat(Sql.state(() -> claim(older.target(), older.to(), older.token())))
          .as("a newer attempt has taken the target")
          .isEqualTo(GateState.REFUSED);
      assertThat(Sql.state(() -> claim(newer.target(), newer.to(), newer.token() + 1)))
          .isEqualTo(GateState.REFUSED);
      assertThat(Sql.state(() -> claim(newer.target(), home, newer.token())))
          .as("a home that its tenant uses")
          .isEqualTo(GateState.REFUSED);
      assertThat(Sql.state(() -> claim(newer.target(), newer.to(), newer.token())))
          .isEqualTo(Sql.FINE);
    }
  }

  @Test
  void endsAnOlderAttemptThatHangsInItsCopy() throws SQLException {
    try (Attempt older = Attempt.on(database, database.newHome(Isolation.POOL));
        Attempt other = Attempt.on(database, database.newHome(Isolation.POOL))) {
      older.target().setAutoCommit(false);
      other.target().setAutoCommit(false);
      MoverGate.claim(older.target(), older.to(), older.token());
      MoverGate.claim(other.target(), other.to(), other.token());
      try (Attempt newer = older.successor();
          Connection admin = database.admin()) {
        newer.target().setAutoCommit(false);
        MoverGate.claim(newer.target(), newer.to(), newer.token());
        HomeGate.addPreparing(admin, older.to(), older.token(), new byte[32]);
        assertThat(Sql.state(newer.target(), "SELECT 1")).isEqualTo(Sql.FINE);
      }
      assertThat(Sql.state(older.target(), "SELECT 1")).isIn("57P01", "08006");
      assertThat(Sql.state(other.target(), "SELECT 1")).isEqualTo(Sql.FINE);
    }
  }

  @Test
  void refusesASwitchAfterTheLease() throws SQLException {
    Placement home = database.newHome(Isolation.POOL);
    try (Attempt attempt = Attempt.on(database, home)) {
      assertThat(attempt.fence(Duration.ZERO)).isTrue();
      assertThat(attempt.switchOver()).isFalse();
      assertThat(answer(home)).contains(new GateAnswer.Fenced(true));
      assertThat(reopen(home)).isTrue();
      assertThat(answer(home)).isEmpty();
      assertThat(attempt.switchOver()).isFalse();
      assertThat(attempt.fence()).as("the token is burnt").isFalse();
    }
  }

  @Test
  void refusesToReopenWithinTheLease() throws SQLException {
    Placement home = database.newHome(Isolation.POOL);
    try (Attempt attempt = Attempt.on(database, home)) {
      assertThat(attempt.fence()).isTrue();
      assertThat(answer(home)).contains(new GateAnswer.Fenced(false));
      assertThat(reopen(home)).isFalse();
      assertThat(attempt.switchOver()).isTrue();
      assertThat(reopen(home)).isFalse();
    }
  }

  @Test
  void reopensWhenTheClockWasSetBack() throws SQLException {
    Placement home = database.newHome(Isolation.POOL);
    try (Attempt attempt = Attempt.on(database, home);
        Connection admin = database.admin()) {
      assertThat(attempt.fence()).isTrue();
      Sql.run(
          admin,
          "UPDATE croft.gate SET closed_at = closed_at + interval '1 h',"
              + " lease_until = lease_until + interval '1 h' WHERE tenant = ?",
          home.tenant().value());
      assertThat(answer(home)).contains(new GateAnswer.Fenced(true));
      assertThat(attempt.switchOver()).isFalse();
      assertThat(reopen(home)).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"SCHEMA", "DATABASE"})
  void letsTheLoginOfAHomeReopenIt(Isolation isolation) throws SQLException {
    Placement home = database.newHome(isolation);
    try (Attempt attempt = Attempt.on(database, home);
        Connection own = database.connect(home)) {
      assertThat(attempt.fence(Duration.ZERO)).isTrue();
      assertThat(Sql.text(own, "SELECT croft.reopen(?, ?)", home.tenant().value(), home.epoch()))
          .isEqualTo("t");
      Sql.run(own, "SELECT croft.join()");
    }
  }

  @Test
  void letsExactlyOneOfSwitchAndReopenWin() throws Exception {
    int switched = 0;
    for (int round = 0; round < ROUNDS; round++) {
      Placement home = database.newHome(Isolation.POOL);
      try (Attempt attempt = Attempt.on(database, home);
          Connection other = database.pool()) {
        // Each round's lease ends a little later, so that some end before the switch and some
        // after.
        assertThat(attempt.fence(Duration.ofNanos(1_000_000L * round))).isTrue();
        CompletableFuture<Boolean> reopened =
            CompletableFuture.supplyAsync(() -> reopenUntilDecided(other, home));
        boolean won = attempt.switchOver();
        assertThat(reopened.get()).as("round %d", round).isEqualTo(!won);
        switched += won ? 1 : 0;
      }
    }
    assertThat(switched).as("both must have won sometimes").isBetween(1, ROUNDS - 1);
  }

  private static boolean reopenUntilDecided(Connection other, Placement home) {
    try (Connection admin = database.admin()) {
      while (true) {
        if (reopen(other, home)) {
          return true;
        }
        if (HomeGate.read(admin, home).orElseThrow().state() == HomeState.MOVED) {
          return false;
        }
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void claim(Connection mover, Placement home, long token) throws SQLException {
    MoverGate.claim(mover, home, token);
  }

  private static boolean reopen(Placement home) throws SQLException {
    try (Connection pool = database.pool()) {
      return reopen(pool, home);
    }
  }

  private static boolean reopen(Connection connection, Placement home) throws SQLException {
    return Sql.text(connection, "SELECT croft.reopen(?, ?)", home.tenant().value(), home.epoch())
        .equals("t");
  }

  /** Returns what the gate answers to a newcomer; empty when the newcomer is let in. */
  private static Optional<GateAnswer> answer(Placement home) throws SQLException {
    try (Connection newcomer = database.inside(home)) {
      newcomer.rollback();
      return Optional.empty();
    } catch (SQLException e) {
      return GateAnswer.of(home.tenant(), e);
    }
  }
}
