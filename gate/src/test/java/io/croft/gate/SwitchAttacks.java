package io.croft.gate;

import io.croft.core.Isolation;
import io.croft.core.Placement;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/** Moves that are not the mover's, and old homes that go on living. */
final class SwitchAttacks {

  private static final String CHANGE = "ALTER TABLE customer ADD COLUMN phone text";

  private SwitchAttacks() {}

  static boolean switchWithABurntToken(GateDatabase gate) throws SQLException {
    try (Attempt older = Attempt.on(gate, gate.ann());
        Attempt newer = older.successor()) {
      newer.fence();
      return older.switchOver();
    }
  }

  static boolean switchAfterTheLease(GateDatabase gate) throws SQLException {
    try (Attempt attempt = Attempt.on(gate, gate.ann())) {
      attempt.fence(Duration.ZERO);
      return attempt.switchOver();
    }
  }

  /** A migration that commits behind the last look at the tables. */
  static boolean switchAfterAChangeOfTables(GateDatabase gate) throws SQLException {
    Placement home = gate.newHome(Isolation.SCHEMA);
    try (Attempt attempt = Attempt.on(gate, home)) {
      MoverGate.setMark(attempt.source(), home);
      attempt.fence();
      GateDatabase.migrate(gate.name(), home.schema(), CHANGE);
      return Attack.succeeds(attempt::switchOver);
    }
  }

  /** A migration that may still commit. */
  static boolean switchBesideAChangeOfTables(GateDatabase gate) throws SQLException {
    Placement home = gate.ann();
    try (Attempt attempt = Attempt.on(gate, home);
        Connection migration = gate.admin()) {
      MoverGate.setMark(attempt.source(), home);
      attempt.fence();
      Sql.script(migration, "SET search_path = \"%s\"; BEGIN; %s".formatted(home.schema(), CHANGE));
      return Attack.succeeds(attempt::switchOver);
    }
  }

  /** One that may still commit, and has seen no mark. */
  static boolean switchBesideAnOlderChangeOfTables(GateDatabase gate) throws SQLException {
    Placement home = gate.newHome(Isolation.SCHEMA);
    try (Attempt attempt = Attempt.on(gate, home);
        Connection migration = older(gate, home)) {
      MoverGate.setMark(attempt.source(), home);
      Sql.run(migration, CHANGE);
      attempt.fence();
      return Attack.succeeds(attempt::switchOver);
    }
  }

  /** One of which nobody waits for the end, though it will not be counted. */
  static boolean markBesideAChangeOfTables(GateDatabase gate) throws SQLException {
    Placement home = gate.newHome(Isolation.SCHEMA);
    try (Connection mover = gate.mover();
        Connection migration = older(gate, home)) {
      Sql.run(migration, CHANGE);
      MoverGate.setMark(mover, home);
      return Attack.succeeds(() -> MoverGate.awaitDefinitions(mover, home));
    }
  }

  /** One that has begun before the tenant left, and sees it there for ever. */
  static boolean changeOfAnOlderSnapshotThatMissesTheMove(GateDatabase gate) throws SQLException {
    Placement home = gate.newHome(Isolation.SCHEMA);
    try (Attempt attempt = Attempt.on(gate, home);
        Connection migration = older(gate, home)) {
      MoverGate.setMark(attempt.source(), home);
      attempt.fence();
      attempt.switchOver();
      return Attack.succeeds(() -> Sql.run(migration, CHANGE));
    }
  }

  private static Connection older(GateDatabase gate, Placement home) throws SQLException {
    Connection migration = gate.admin();
    Sql.script(
        migration,
        "SET search_path = \"%s\"; BEGIN ISOLATION LEVEL REPEATABLE READ; TABLE customer"
            .formatted(home.schema()));
    return migration;
  }

  /** A migration that comes to its end when the tenant has left. */
  static boolean changeThatMissesTheMove(GateDatabase gate) throws SQLException {
    Placement home = gate.newHome(Isolation.SCHEMA);
    try (Attempt attempt = Attempt.on(gate, home)) {
      MoverGate.setMark(attempt.source(), home);
      attempt.fence();
      attempt.switchOver();
      return Attack.succeeds(() -> GateDatabase.migrate(gate.name(), home.schema(), CHANGE));
    }
  }

  static boolean reopenWithinTheLease(GateDatabase gate) throws SQLException {
    Placement ann = gate.ann();
    try (Attempt attempt = Attempt.on(gate, ann);
        Connection own = gate.pool()) {
      attempt.fence();
      return Sql.text(own, "SELECT croft.reopen(?, ?)", ann.tenant().value(), ann.epoch())
          .equals("t");
    }
  }

  static boolean fenceWithABurntToken(GateDatabase gate) throws SQLException {
    try (Attempt attempt = Attempt.on(gate, gate.ann())) {
      attempt.fence();
      MoverGate.unfence(attempt.source(), gate.ann(), attempt.token());
      return Attack.fences(attempt);
    }
  }

  static boolean fenceAfterTheReopening(GateDatabase gate) throws SQLException {
    try (Attempt attempt = Attempt.on(gate, gate.ann());
        Connection own = gate.pool()) {
      attempt.fence(Duration.ZERO);
      Sql.run(own, "SELECT croft.reopen(?, ?)", gate.ann().tenant().value(), gate.ann().epoch());
      return Attack.fences(attempt);
    }
  }

  static boolean takeWithABurntToken(GateDatabase gate) throws SQLException {
    try (Attempt older = Attempt.on(gate, gate.ann());
        Attempt newer = older.successor()) {
      MoverGate.take(newer.source(), gate.ann(), newer.token());
      return MoverGate.take(older.source(), gate.ann(), older.token());
    }
  }

  static boolean claimWithABurntToken(GateDatabase gate) throws SQLException {
    try (Attempt older = Attempt.on(gate, gate.ann());
        Attempt newer = older.successor()) {
      return Attack.succeeds(() -> MoverGate.claim(older.target(), newer.to(), older.token()));
    }
  }

  static boolean copyWithoutAClaim(GateDatabase gate) throws SQLException {
    try (Attempt attempt = Attempt.on(gate, gate.ann(), Isolation.SCHEMA)) {
      String insert =
          "INSERT INTO \"%s\".customer (name) VALUES ('x')".formatted(attempt.to().schema());
      return Attack.succeeds(() -> Sql.run(attempt.target(), insert));
    }
  }

  /** A prepared statement in an open transaction of the old home's login, after the switch. */
  static boolean staleReadAfterTheHandover(GateDatabase gate) throws SQLException {
    Placement home = gate.newHome(Isolation.SCHEMA);
    try (Attempt attempt = Attempt.on(gate, home);
        Connection stale = gate.connect(home)) {
      Sql.run(stale, "PREPARE q AS SELECT count(*) FROM customer");
      stale.setAutoCommit(false);
      Sql.run(stale, "EXECUTE q");
      attempt.complete();
      return Attack.succeeds(() -> Sql.run(stale, "EXECUTE q"));
    }
  }

  static boolean readAtTheOldHome(GateDatabase gate) throws SQLException {
    return afterAMove(gate, "SELECT * FROM customer");
  }

  static boolean numberFromTheOldHome(GateDatabase gate) throws SQLException {
    return afterAMove(gate, "SELECT nextval('invoice_number')");
  }

  static boolean numberTwice(GateDatabase gate) throws SQLException {
    Placement home = gate.newHome(Isolation.SCHEMA);
    try (Attempt attempt = Attempt.on(gate, home, Isolation.SCHEMA);
        Connection old = gate.connect(home);
        Connection next = gate.connect(attempt.to())) {
      long drawn = Sql.number(old, "SELECT nextval('invoice_number')");
      attempt.complete();
      return Sql.number(next, "SELECT nextval('invoice_number')") <= drawn;
    }
  }

  static boolean forgedPass(GateDatabase gate) throws SQLException {
    try (Attempt attempt = Attempt.on(gate, gate.ann());
        Connection own = gate.pool()) {
      attempt.fence();
      attempt.switchOver();
      byte[] pass = attempt.handover();
      pass[0] ^= 1;
      return Attack.succeeds(() -> MoverGate.open(own, attempt.to(), pass));
    }
  }

  static boolean passOfAnotherTenant(GateDatabase gate) throws SQLException {
    byte[] key = GateServer.MASTER.derive("shared");
    try (Attempt attempt = Attempt.on(gate, gate.ann());
        Attempt other = Attempt.on(gate, gate.bob())) {
      try (Connection admin = gate.admin()) {
        HomeGate.addPreparing(admin, attempt.to(), other.token() + 1, key);
      }
      attempt.fence();
      other.fence();
      MoverGate.switchOver(attempt.source(), attempt.from(), attempt.token(), attempt.to(), key);
      MoverGate.switchOver(other.source(), other.from(), other.token(), other.to(), key);
      return Attack.succeeds(
          () -> MoverGate.open(attempt.target(), attempt.to(), other.handover()));
    }
  }

  static boolean handoverByAnother(GateDatabase gate) throws SQLException {
    Placement home = gate.newHome(Isolation.SCHEMA);
    try (Attempt attempt = Attempt.on(gate, home);
        Connection pool = gate.pool()) {
      attempt.fence();
      attempt.switchOver();
      return Attack.succeeds(() -> MoverGate.handover(pool, home));
    }
  }

  private static boolean afterAMove(GateDatabase gate, String statement) throws SQLException {
    Placement home = gate.newHome(Isolation.SCHEMA);
    try (Attempt attempt = Attempt.on(gate, home);
        Connection own = gate.connect(home)) {
      attempt.fence();
      attempt.switchOver();
      return Attack.succeeds(() -> Sql.run(own, statement));
    }
  }
}
