package io.croft.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.croft.core.Access;
import io.croft.core.Isolation;
import io.croft.core.Placement;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A switch reaches every login of a home, not only that of full access. */
class AccessMoveIT {

  private static final Access REPORT = Access.of("report");
  private static final Access CLERK = Access.of("clerk");

  private static GateDatabase database;

  @BeforeAll
  static void createDatabase() throws SQLException {
    database = GateDatabase.create();
    database.allow("report", "*", "SELECT");
    database.allow("clerk", "*", "SELECT, INSERT");
  }

  private static Connection connect(Placement home, Access access) throws SQLException {
    return GateServer.application(home.database(), home.loginFor(access), home.schema());
  }

  @ParameterizedTest
  @EnumSource(names = {"SCHEMA", "DATABASE"})
  void takesTheOldHomeFromEveryLogin(Isolation isolation) throws SQLException {
    Placement home = database.newHome(isolation);
    try (Attempt attempt = Attempt.on(database, home, Isolation.SCHEMA);
        Connection report = connect(home, REPORT);
        Connection clerk = connect(home, CLERK)) {
      attempt.complete();
      try (Connection admin = GateServer.admin(home.database())) {
        Logins.createDeclared(admin, GateServer.NAME, home.login(), GateServer.APPLICATION);
        Gate.protectHome(admin, home);
      }
      String table = "\"%s\".customer".formatted(home.schema());
      assertThat(Sql.state(report, "SELECT * FROM " + table)).isEqualTo("42501");
      assertThat(Sql.state(clerk, "INSERT INTO %s (name) VALUES ('x')".formatted(table)))
          .isEqualTo("42501");
      assertThat(
              Sql.state(clerk, "SELECT nextval('\"%s\".invoice_number')".formatted(home.schema())))
          .isEqualTo("42501");
      assertThat(Sql.state(report, "SELECT croft.join()")).isEqualTo(GateState.MOVED);
      try (Connection next = database.inside(attempt.to(), REPORT)) {
        assertThat(Sql.state(next, "DELETE FROM customer")).isEqualTo("42501");
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"SCHEMA", "DATABASE"})
  void endsTransactionsOfEveryLogin(Isolation isolation) throws SQLException {
    Placement home = database.newHome(isolation);
    try (Attempt attempt = Attempt.on(database, home, Isolation.SCHEMA);
        Connection stale = connect(home, REPORT)) {
      Sql.run(stale, "PREPARE q AS SELECT count(*) FROM customer");
      stale.setAutoCommit(false);
      Sql.run(stale, "EXECUTE q");
      attempt.complete();
      assertThat(Sql.state(stale, "EXECUTE q")).isIn("57P01", "08006");
    }
  }

  @ParameterizedTest
  @EnumSource
  void waitsForATransactionOfEveryLogin(Isolation isolation) throws SQLException {
    Placement home = database.newHome(isolation);
    try (Attempt attempt = Attempt.on(database, home);
        Connection inside = database.inside(home, REPORT)) {
      assertThat(Sql.state(attempt::fence)).isEqualTo("55P03");
      inside.rollback();
      assertThat(attempt.fence()).isTrue();
      assertThat(Sql.state(() -> database.inside(home, REPORT).close()))
          .isEqualTo(GateState.FENCED);
    }
  }

  @ParameterizedTest
  @EnumSource
  void letsEveryLoginFinishTheSwitch(Isolation isolation) throws SQLException {
    Placement home = database.newHome(isolation);
    try (Attempt attempt = Attempt.on(database, home, Isolation.SCHEMA)) {
      assertThat(attempt.fence()).isTrue();
      assertThat(attempt.switchOver()).isTrue();
      try (Connection own = connect(home, REPORT);
          Connection next = connect(attempt.to(), REPORT)) {
        MoverGate.open(next, attempt.to(), MoverGate.handover(own, home));
        Sql.run(next, "SELECT croft.join()");
        assertThat(Sql.number(next, "SELECT count(*) FROM customer")).isZero();
      }
    }
  }

  @Test
  void forgetsTheLoginsOfAHomeThatIsGone() throws SQLException {
    Placement home = database.newHome(Isolation.SCHEMA);
    try (Connection admin = database.admin()) {
      HomeGate.remove(admin, home);
      Sql.script(admin, "DROP SCHEMA \"%s\" CASCADE".formatted(home.schema()));
      assertThat(Logins.ofHome(admin, home.login())).hasSize(3);
      Logins.drop(admin, home.login());
      assertThat(Logins.ofHome(admin, home.login())).isEmpty();
      assertThat(
              Sql.column(admin, "SELECT login FROM croft.home_login WHERE epoch = ?", home.epoch()))
          .isEmpty();
    }
  }
}
