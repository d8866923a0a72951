package io.croft.gate;

import static org.awaitility.Awaitility.await;

import io.croft.core.Isolation;
import io.croft.core.Placement;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Writes that would be lost, reads that would be stale, moves that would not be the mover's. */
final class FenceAttacks {

  private static final String WRITE = "INSERT INTO customer (name) VALUES ('written')";
  private static final String BACKFILL = "UPDATE app.customer SET name = 'written'";

  private FenceAttacks() {}

  static boolean fencePastAnEnteredTransaction(GateDatabase gate) throws SQLException {
    return fencePastATransaction(gate, Isolation.POOL, true);
  }

  static boolean fencePastAJoinedTransaction(GateDatabase gate) throws SQLException {
    return fencePastATransaction(gate, Isolation.SCHEMA, false);
  }

  static boolean fencePastAWriteOfAForeignClient(GateDatabase gate) throws SQLException {
    Placement home = gate.newHome(Isolation.SCHEMA);
    try (Attempt attempt = Attempt.on(gate, home);
        Connection own = gate.connect(home)) {
      own.setAutoCommit(false);
      Sql.run(own, WRITE);
      return Attack.fences(attempt) && Attack.succeeds(own::commit);
    }
  }

  static boolean fencePastAnOutsider(GateDatabase gate) throws SQLException {
    try (Attempt attempt = Attempt.on(gate, gate.ann());
        Connection admin = gate.admin()) {
      admin.setAutoCommit(false);
      Sql.run(admin, BACKFILL);
      return Attack.fences(attempt) && Attack.succeeds(admin::commit);
    }
  }

  static boolean entryWhileFenced(GateDatabase gate) throws SQLException {
    try (Attempt attempt = Attempt.on(gate, gate.ann())) {
      attempt.fence();
      return Attack.succeeds(() -> gate.entered(gate.ann()).close());
    }
  }

  static boolean joinWhileFenced(GateDatabase gate) throws SQLException {
    Placement home = gate.newHome(Isolation.SCHEMA);
    try (Attempt attempt = Attempt.on(gate, home)) {
      attempt.fence();
      return Attack.succeeds(() -> gate.inside(home).close());
    }
  }

  static boolean writeWhileFenced(GateDatabase gate) throws SQLException {
    Placement home = gate.newHome(Isolation.SCHEMA);
    try (Attempt attempt = Attempt.on(gate, home);
        Connection own = gate.connect(home)) {
      attempt.fence();
      return Attack.succeeds(() -> Sql.run(own, WRITE));
    }
  }

  static boolean replicaRoleWhileFenced(GateDatabase gate) throws SQLException {
    Placement home = gate.newHome(Isolation.SCHEMA);
    try (Attempt attempt = Attempt.on(gate, home);
        Connection admin = gate.admin()) {
      attempt.fence();
      Sql.run(admin, "SET session_replication_role = replica");
      return Attack.succeeds(
          () -> Sql.run(admin, "DELETE FROM \"%s\".booking".formatted(home.schema())));
    }
  }

  static boolean outsiderWhileFenced(GateDatabase gate) throws SQLException {
    try (Attempt attempt = Attempt.on(gate, gate.ann());
        Connection admin = gate.admin()) {
      attempt.fence();
      return Attack.succeeds(() -> Sql.run(admin, BACKFILL));
    }
  }

  static boolean outsiderWithAnOlderSnapshot(GateDatabase gate) throws SQLException {
    try (Attempt attempt = Attempt.on(gate, gate.ann());
        Connection admin = gate.admin()) {
      Sql.script(admin, "BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT 1");
      attempt.fence();
      return Attack.succeeds(() -> Sql.run(admin, BACKFILL));
    }
  }

  /** A write that waits in the guard while the fence closes the home. */
  static boolean writeThatWaitedForTheFence(GateDatabase gate) throws SQLException {
    Placement home = gate.newHome(Isolation.SCHEMA);
    try (Connection admin = gate.admin();
        Connection watcher = gate.admin();
        Connection own = gate.connect(home)) {
      admin.setAutoCommit(false);
      Sql.run(
          admin,
          "SELECT pg_advisory_xact_lock(croft.lock_key(?, ?))",
          home.tenant().value(),
          home.epoch());
      CompletableFuture<Boolean> write =
          CompletableFuture.supplyAsync(() -> Attack.succeeds(() -> Sql.run(own, WRITE)));
      await()
          .pollDelay(Duration.ZERO)
          .pollInterval(Duration.ofMillis(5))
          .until(() -> waits(watcher));
      Sql.run(
          admin,
          "UPDATE croft.gate SET state = 'closed', closed_at = now(), lease_until = now() + '1 h'"
              + " WHERE tenant = ?",
          home.tenant().value());
      admin.commit();
      return write.join();
    }
  }

  static boolean writeWithAnOlderSnapshot(GateDatabase gate) throws SQLException {
    Placement home = gate.newHome(Isolation.SCHEMA);
    try (Attempt attempt = Attempt.on(gate, home);
        Connection own = gate.connect(home)) {
      Sql.script(own, "BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT 1");
      attempt.fence();
      return Attack.succeeds(() -> Sql.run(own, WRITE));
    }
  }

  static boolean readerThatTurnsWriter(GateDatabase gate) throws SQLException {
    try (Attempt attempt = Attempt.on(gate, gate.ann());
        Connection own = gate.pool()) {
      Sql.script(own, "BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT 1");
      attempt.fence();
      attempt.switchOver();
      Sql.script(own, "SAVEPOINT s; SET TRANSACTION READ ONLY");
      gate.enter(own, gate.ann());
      Sql.run(own, "RELEASE s");
      return Attack.succeeds(() -> Sql.run(own, WRITE))
          && Attack.succeeds(() -> Sql.run(own, "COMMIT"));
    }
  }

  static boolean hungMover(GateDatabase gate) throws SQLException {
    try (Attempt attempt = Attempt.on(gate, gate.ann())) {
      attempt.source().setAutoCommit(false);
      attempt.fence();
      Sql.Action entry = () -> gate.entered(gate.ann()).close();
      long end = System.nanoTime() + Duration.ofSeconds(2).toNanos();
      while (System.nanoTime() < end) {
        if (Attack.succeeds(entry)) {
          return false;
        }
      }
      return true;
    }
  }

  private static boolean fencePastATransaction(
      GateDatabase gate, Isolation isolation, boolean writes) throws SQLException {
    Placement home = gate.newHome(isolation);
    try (Attempt attempt = Attempt.on(gate, home);
        Connection inside = gate.inside(home)) {
      Sql.run(inside, writes ? WRITE : "SELECT * FROM customer");
      return Attack.fences(attempt) && Attack.succeeds(inside::commit);
    }
  }

  private static boolean waits(Connection watcher) throws SQLException {
    return Sql.number(
            watcher,
            "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
                + " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())")
        == 1;
  }
}
