package io.croft.gate;

import io.croft.core.Isolation;
import io.croft.core.Placement;
import java.sql.Connection;
import java.sql.SQLException;

/** Streams that are not the mover's, that go astray, or that touch a neighbour. */
final class StreamAttacks {

  private static final Lsn EARLY = Lsn.parse("0/10");
  private static final Lsn LATE = Lsn.parse("1/0");
  private static final String NAME = "croft_move_attack";

  private StreamAttacks() {}

  static boolean advanceWithoutAClaim(GateDatabase gate) throws SQLException {
    try (Attempt attempt = Attempt.on(gate, gate.ann())) {
      return advances(attempt, attempt.to(), attempt.token(), LATE);
    }
  }

  /** Two attempts that happen to have the same token. */
  static boolean advanceOfAnotherTenant(GateDatabase gate) throws SQLException {
    try (Attempt attempt = Attempt.on(gate, gate.ann());
        Attempt other = Attempt.on(gate, gate.bob())) {
      prepare(gate, attempt.to(), other.token());
      claim(other, other.to(), other.token());
      return advances(other, attempt.to(), other.token(), LATE);
    }
  }

  /** The claim is of another home of the tenant, which the older attempt still holds. */
  static boolean advanceWithABurntToken(GateDatabase gate) throws SQLException {
    try (Attempt older = Attempt.on(gate, gate.ann());
        Attempt newer = older.successor()) {
      Placement kept =
          gate.newEmptyHome(gate.ann().tenant(), Isolation.POOL, gate.ann().epoch() + 2000);
      prepare(gate, kept, older.token());
      claim(older, kept, older.token());
      return advances(older, newer.to(), older.token(), LATE);
    }
  }

  static boolean advanceThatGoesBack(GateDatabase gate) throws SQLException {
    try (Attempt attempt = Attempt.on(gate, gate.ann())) {
      claim(attempt, attempt.to(), attempt.token());
      MoverGate.advance(attempt.target(), attempt.to(), attempt.token(), LATE);
      return advances(attempt, attempt.to(), attempt.token(), EARLY);
    }
  }

  static boolean markOfAnother(GateDatabase gate) throws SQLException {
    try (Connection pool = gate.pool()) {
      return Attack.succeeds(() -> MoverGate.setMark(pool, gate.ann()));
    }
  }

  static boolean changeThatNobodySees(GateDatabase gate) throws SQLException {
    return escapes(gate, "ALTER TABLE customer ALTER COLUMN email TYPE varchar(90)");
  }

  static boolean dropThatNobodySees(GateDatabase gate) throws SQLException {
    return escapes(gate, "DROP TABLE visit_2027");
  }

  static boolean rowOfTheNeighbourInTheStream(GateDatabase gate) throws SQLException {
    try (Connection admin = gate.admin();
        Connection mover = gate.mover();
        Connection bob = gate.entered(gate.bob())) {
      Publication.create(admin, gate.ann(), NAME);
      Sql.run(mover, "SELECT pg_create_logical_replication_slot(?, 'pgoutput')", NAME);
      try {
        Sql.run(bob, "UPDATE customer SET name = 'secret'");
        bob.commit();
        Sql.run(mover, "SET synchronous_commit = on");
        MoverGate.setMark(mover, gate.ann());
        return StreamedChange.peek(mover, NAME, NAME).stream()
            .anyMatch(change -> "secret".equals(change.row().get("name")));
      } finally {
        Sql.run(mover, "SELECT pg_drop_replication_slot(?)", NAME);
      }
    }
  }

  static boolean publicationThatStopsTheNeighbour(GateDatabase gate) throws SQLException {
    try (Connection admin = gate.admin();
        Connection bob = gate.entered(gate.bob())) {
      Sql.run(admin, "ALTER TABLE app.visit_2026 REPLICA IDENTITY NOTHING");
      Attack.succeeds(() -> Publication.create(admin, gate.ann(), NAME));
      return !Attack.succeeds(() -> Sql.run(bob, "UPDATE visit SET customer_id = customer_id"));
    }
  }

  private static boolean escapes(GateDatabase gate, String change) throws SQLException {
    try (Connection mover = gate.mover()) {
      MoverGate.setMark(mover, gate.ann());
      GateDatabase.migrate(gate.name(), Placement.APP_SCHEMA, change);
      return Sql.number(mover, "SELECT definitions FROM croft.mark") == 0;
    }
  }

  private static void prepare(GateDatabase gate, Placement home, long token) throws SQLException {
    try (Connection admin = gate.admin()) {
      HomeGate.addPreparing(admin, home, token, GateServer.MASTER.derive("pass"));
    }
  }

  private static void claim(Attempt attempt, Placement home, long token) throws SQLException {
    attempt.target().setAutoCommit(false);
    MoverGate.claim(attempt.target(), home, token);
  }

  private static boolean advances(Attempt attempt, Placement home, long token, Lsn position)
      throws SQLException {
    return Attack.succeeds(() -> MoverGate.advance(attempt.target(), home, token, position));
  }
}
