package io.croft.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.croft.core.Isolation;
import io.croft.core.Placement;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** From the switch to the opening of the target, which anybody of that tenant may finish. */
class HandoverIT {

  private static GateDatabase database;

  @BeforeAll
  static void createDatabase() throws SQLException {
    database = GateDatabase.create();
  }

  @ParameterizedTest
  @EnumSource(names = {"SCHEMA", "DATABASE"})
  void takesTheOldHomeFromItsLogin(Isolation isolation) throws SQLException {
    Placement home = database.newHome(isolation);
    try (Attempt attempt = Attempt.on(database, home, Isolation.SCHEMA);
        Connection own = database.connect(home)) {
      attempt.complete();
      for (String statement :
          new String[] {
            "SELECT * FROM customer",
            "SELECT * FROM \"%s\".customer".formatted(home.schema()),
            "INSERT INTO \"%s\".customer (name) VALUES ('x')".formatted(home.schema()),
            "SELECT nextval('\"%s\".invoice_number')".formatted(home.schema()),
          }) {
        assertThat(Sql.state(own, statement)).as(statement).isIn("42501", "42P01");
      }
      assertThat(Sql.state(own, "SELECT croft.join()")).isEqualTo(GateState.MOVED);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"SCHEMA", "DATABASE"})
  void endsATransactionThatStillReadsThere(Isolation isolation) throws SQLException {
    Placement home = database.newHome(isolation);
    try (Attempt attempt = Attempt.on(database, home, Isolation.SCHEMA);
        Connection stale = database.connect(home)) {
      Sql.run(stale, "PREPARE q AS SELECT count(*) FROM customer");
      stale.setAutoCommit(false);
      Sql.run(stale, "EXECUTE q");
      assertThat(attempt.fence()).isTrue();
      assertThat(attempt.switchOver()).isTrue();
      assertThat(Sql.state(stale, "EXECUTE q"))
          .as("a REVOKE does not reach it")
          .isEqualTo(Sql.FINE);
      attempt.handover();
      assertThat(Sql.state(stale, "EXECUTE q")).isIn("57P01", "08006");
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"SCHEMA", "DATABASE"})
  void endsATransactionThatHoldsARowLockThere(Isolation isolation) throws SQLException {
    Placement home = database.newHome(isolation);
    try (Attempt attempt = Attempt.on(database, home, Isolation.SCHEMA);
        Connection holder = database.connect(home)) {
      holder.setAutoCommit(false);
      Sql.run(holder, "SELECT * FROM customer FOR UPDATE");
      attempt.complete();
      assertThat(Sql.state(holder::commit)).isIn("57P01", "08006");
    }
  }

  @Test
  void leavesOthersAlone() throws SQLException {
    Placement home = database.newHome(Isolation.SCHEMA);
    Placement neighbour = database.newHome(Isolation.SCHEMA);
    try (Attempt attempt = Attempt.on(database, home, Isolation.SCHEMA);
        Connection other = database.inside(neighbour);
        Connection ann = database.entered(database.ann());
        Connection newcomer = database.connect(home)) {
      Sql.run(other, "SELECT * FROM customer");
      Sql.run(ann, "SELECT * FROM customer");
      newcomer.setAutoCommit(false);
      Sql.run(newcomer, "SELECT 1");
      attempt.complete();
      Sql.run(other, "SELECT * FROM customer");
      Sql.run(ann, "SELECT * FROM customer");
      assertThat(Sql.state(newcomer, "SELECT croft.join()")).isEqualTo(GateState.MOVED);
    }
  }

  @ParameterizedTest
  @EnumSource
  void isFinishedByTheTenantWhenTheMoverHasDied(Isolation isolation) throws SQLException {
    Placement home = database.newHome(isolation);
    try (Attempt attempt = Attempt.on(database, home, Isolation.SCHEMA)) {
      assertThat(attempt.fence()).isTrue();
      assertThat(attempt.switchOver()).isTrue();
      try (Connection own = database.outside(home);
          Connection next = database.connect(attempt.to())) {
        assertThat(Sql.state(next, "SELECT croft.join()")).isEqualTo(GateState.FENCED);
        for (int time = 0; time < 2; time++) {
          byte[] pass = MoverGate.handover(own, home);
          MoverGate.open(next, attempt.to(), pass);
        }
        Sql.run(next, "SELECT croft.join()");
        Sql.run(next, "INSERT INTO customer (name) VALUES ('new')");
      }
    }
  }

  @Test
  void mayBeAskedForByManyAtOnce() throws SQLException {
    Placement home = database.newHome(Isolation.SCHEMA);
    try (Attempt attempt = Attempt.on(database, home, Isolation.SCHEMA);
        Connection first = database.connect(home);
        Connection second = database.connect(home)) {
      attempt.fence();
      attempt.switchOver();
      first.setAutoCommit(false);
      second.setAutoCommit(false);
      MoverGate.handover(first, home);
      MoverGate.handover(second, home);
      first.commit();
      second.commit();
    }
  }

  @Test
  void isRefusedToATransactionThatHasUsedTheHome() throws SQLException {
    Placement home = database.newHome(Isolation.SCHEMA);
    try (Attempt attempt = Attempt.on(database, home, Isolation.SCHEMA);
        Connection stale = database.connect(home)) {
      stale.setAutoCommit(false);
      Sql.run(stale, "SELECT * FROM customer");
      attempt.fence();
      attempt.switchOver();
      assertThat(Sql.state(() -> MoverGate.handover(stale, home))).isEqualTo(GateState.REFUSED);
    }
  }

  @Test
  void isRefusedToOthers() throws SQLException {
    Placement home = database.newHome(Isolation.SCHEMA);
    Placement neighbour = database.newHome(Isolation.SCHEMA);
    try (Attempt attempt = Attempt.on(database, home, Isolation.SCHEMA);
        Connection other = database.connect(neighbour);
        Connection pool = database.pool()) {
      attempt.fence();
      attempt.switchOver();
      assertThat(Sql.state(() -> MoverGate.handover(other, home))).isEqualTo(GateState.REFUSED);
      assertThat(Sql.state(() -> MoverGate.handover(pool, home))).isEqualTo(GateState.REFUSED);
    }
  }

  @Test
  void isRefusedBeforeTheSwitch() throws SQLException {
    Placement home = database.newHome(Isolation.POOL);
    try (Attempt attempt = Attempt.on(database, home, Isolation.SCHEMA)) {
      assertThat(Sql.state(attempt::handover)).isEqualTo(GateState.REFUSED);
      attempt.fence();
      assertThat(Sql.state(attempt::handover)).isEqualTo(GateState.REFUSED);
    }
  }

  @Test
  void opensForAGenuinePassOnly() throws SQLException {
    Placement home = database.newHome(Isolation.POOL);
    try (Attempt attempt = Attempt.on(database, home, Isolation.SCHEMA);
        Attempt foreign = Attempt.on(database, database.newHome(Isolation.POOL), Isolation.SCHEMA);
        Connection next = database.connect(attempt.to())) {
      attempt.fence();
      attempt.switchOver();
      foreign.fence();
      foreign.switchOver();
      byte[] pass = attempt.handover();
      for (int i : new int[] {0, 31, 32, pass.length - 1}) {
        byte[] forged = pass.clone();
        forged[i] ^= 1;
        assertThat(Sql.state(() -> MoverGate.open(next, attempt.to(), forged)))
            .as("byte %d", i)
            .isEqualTo(GateState.SEAL_REJECTED);
      }
      for (byte[] wrong :
          new byte[][] {
            foreign.handover(), new byte[0], new byte[32], null, Arrays.copyOf(pass, 40)
          }) {
        assertThat(
                Sql.state(
                    next,
                    "SELECT croft.open(?, ?, ?::bytea)",
                    attempt.to().tenant().value(),
                    attempt.to().epoch(),
                    wrong))
            .isEqualTo(GateState.SEAL_REJECTED);
      }
      MoverGate.open(next, attempt.to(), pass);
      assertThat(Sql.state(next, "SELECT croft.join()")).isEqualTo(Sql.FINE);
    }
  }

  @Test
  void doesNotOpenAHomeOfAnotherKindOrEpoch() throws SQLException {
    Placement home = database.newHome(Isolation.POOL);
    try (Attempt attempt = Attempt.on(database, home, Isolation.SCHEMA);
        Connection admin = database.admin()) {
      attempt.fence();
      attempt.switchOver();
      byte[] pass = attempt.handover();
      for (String change : new String[] {"epoch = epoch + 1", "isolation = 'database'"}) {
        admin.setAutoCommit(false);
        Sql.run(
            admin,
            "UPDATE croft.gate SET " + change + " WHERE tenant = ? AND state = 'preparing'",
            home.tenant().value());
        long epoch =
            Sql.number(
                admin,
                "SELECT epoch FROM croft.gate WHERE tenant = ? AND state = 'preparing'",
                home.tenant().value());
        assertThat(
                Sql.state(admin, "SELECT croft.open(?, ?, ?)", home.tenant().value(), epoch, pass))
            .as(change)
            .isEqualTo(GateState.SEAL_REJECTED);
        admin.rollback();
      }
    }
  }

  @Test
  void leavesAHomeAloneThatIsOpenOrFencedAgain() throws SQLException {
    Placement home = database.newHome(Isolation.POOL);
    try (Attempt attempt = Attempt.on(database, home, Isolation.SCHEMA)) {
      attempt.complete();
      byte[] pass = attempt.handover();
      MoverGate.open(attempt.target(), attempt.to(), pass);
      try (Attempt next = Attempt.on(database, attempt.to())) {
        next.fence();
        MoverGate.open(attempt.target(), attempt.to(), pass);
        assertThat(HomeGate.read(next.source(), attempt.to()).orElseThrow().state())
            .isEqualTo(HomeState.CLOSED);
        next.switchOver();
        assertThat(Sql.state(() -> MoverGate.open(attempt.target(), attempt.to(), pass)))
            .isEqualTo(GateState.MOVED);
      }
    }
  }

  @Test
  void locksNobodysGateRowForACallerWithoutAPass() throws SQLException {
    Placement home = database.newHome(Isolation.SCHEMA);
    Placement intruder = database.newHome(Isolation.SCHEMA);
    try (Attempt attempt = Attempt.on(database, home, Isolation.SCHEMA);
        Connection other = database.connect(intruder)) {
      other.setAutoCommit(false);
      Sql.run(other, "SELECT croft.open(?, ?, 'x')", home.tenant().value(), home.epoch());
      assertThat(attempt.fence()).isTrue();
      other.rollback();
    }
  }

  @Test
  void namesTheSequencesInThePass() throws SQLException {
    Placement home = database.newHome(Isolation.SCHEMA);
    try (Attempt attempt = Attempt.on(database, home, Isolation.SCHEMA)) {
      attempt.fence();
      attempt.switchOver();
      byte[] pass = attempt.handover();
      assertThat(new String(pass, 32, pass.length - 32, StandardCharsets.UTF_8))
          .contains("customer_id_seq", "booking_id_seq", "invoice_number");
    }
  }

  @Test
  void waitsUntilTheOlderTransactionsAreGone() throws SQLException {
    Placement home = database.newHome(Isolation.SCHEMA);
    try (Attempt attempt = Attempt.on(database, home, Isolation.SCHEMA);
        Connection busy = database.connect(home);
        Connection admin = database.admin()) {
      busy.setAutoCommit(false);
      Sql.run(busy, "SELECT * FROM customer");
      attempt.fence();
      attempt.switchOver();
      attempt.handover();
      assertThat(Sql.column(admin, "SELECT pid FROM pg_stat_activity WHERE pid = ?", Sql.pid(busy)))
          .isEmpty();
    }
  }
}
