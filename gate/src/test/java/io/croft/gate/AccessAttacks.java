package io.croft.gate;

import io.croft.core.Access;
import io.croft.core.Isolation;
import io.croft.core.Placement;
import java.sql.Connection;
import java.sql.SQLException;

/** Attacks of code of less than full access on the rest of its own tenant. */
final class AccessAttacks {

  private static final Access REPORT = Access.of("report");

  private AccessAttacks() {}

  static boolean sealOfLessOnTheLoginOfMore(GateDatabase gate) throws SQLException {
    gate.allow("report", "*", "SELECT");
    try (Connection own = gate.pool()) {
      own.setAutoCommit(false);
      return Attack.succeeds(() -> gate.enter(own, gate.ann(), REPORT))
          && Attack.succeeds(() -> Sql.run(own, "DELETE FROM booking"));
    }
  }

  static boolean writeOfAReader(GateDatabase gate) throws SQLException {
    gate.allow("report", "*", "SELECT");
    return doesInAllHomes(gate, "DELETE FROM booking");
  }

  static boolean tableOfWhichNothingIsSaid(GateDatabase gate) throws SQLException {
    gate.allow("report", "customer", "SELECT");
    return doesInAllHomes(gate, "SELECT * FROM booking");
  }

  static boolean partitionOfATableThatIsWithheld(GateDatabase gate) throws SQLException {
    gate.allow("report", "*", "SELECT");
    gate.allow("report", "visit", "");
    return doesInAllHomes(gate, "SELECT * FROM visit_2026");
  }

  static boolean viewOfATableThatIsWithheld(GateDatabase gate) throws SQLException {
    gate.allow("report", "customer", "SELECT");
    return doesInAllHomes(gate, "SELECT * FROM cheap_booking");
  }

  static boolean numberDrawnByAReader(GateDatabase gate) throws SQLException {
    gate.allow("report", "*", "SELECT");
    return doesInAllHomes(gate, "SELECT nextval('invoice_number')");
  }

  static boolean readAtTheOldHome(GateDatabase gate) throws SQLException {
    gate.allow("report", "*", "SELECT");
    Placement home = gate.newHome(Isolation.SCHEMA);
    try (Attempt attempt = Attempt.on(gate, home);
        Connection own = connect(home)) {
      attempt.complete();
      return Attack.succeeds(() -> Sql.run(own, "SELECT * FROM customer"));
    }
  }

  static boolean staleReadAfterTheHandover(GateDatabase gate) throws SQLException {
    gate.allow("report", "*", "SELECT");
    Placement home = gate.newHome(Isolation.SCHEMA);
    try (Attempt attempt = Attempt.on(gate, home);
        Connection own = connect(home)) {
      Sql.run(own, "PREPARE q AS SELECT count(*) FROM customer");
      own.setAutoCommit(false);
      Sql.run(own, "EXECUTE q");
      attempt.complete();
      return Attack.succeeds(() -> Sql.run(own, "EXECUTE q"));
    }
  }

  static boolean rightsGivenBackAfterTheSwitch(GateDatabase gate) throws SQLException {
    gate.allow("report", "*", "SELECT");
    Placement home = gate.newHome(Isolation.SCHEMA);
    try (Attempt attempt = Attempt.on(gate, home);
        Connection own = connect(home);
        Connection admin = gate.admin()) {
      attempt.complete();
      Gate.protectHome(admin, home);
      return Attack.succeeds(() -> Sql.run(own, "SELECT * FROM customer"));
    }
  }

  private static Connection connect(Placement home) throws SQLException {
    return GateServer.application(home.database(), home.loginFor(REPORT), home.schema());
  }

  private static boolean doesInAllHomes(GateDatabase gate, String statement) throws SQLException {
    boolean through = false;
    int homes = 0;
    for (Isolation isolation : new Isolation[] {Isolation.POOL, Isolation.SCHEMA}) {
      try (Connection own = gate.inside(gate.newHome(isolation), REPORT)) {
        through |= Attack.succeeds(() -> Sql.run(own, statement));
        homes += through ? 1 : 0;
      }
    }
    if (homes == 1) {
      throw new IllegalStateException("the homes differ in: " + statement);
    }
    return through;
  }
}
