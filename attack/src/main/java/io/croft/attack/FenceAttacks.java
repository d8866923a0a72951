package io.croft.attack;

import static io.croft.core.Isolation.DATABASE;
import static io.croft.core.Isolation.POOL;
import static io.croft.core.Isolation.SCHEMA;

import io.croft.core.Placement;
import io.croft.gate.MoverGate;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/** Attempts to work past a fence, or at a home that the tenant has left. */
final class FenceAttacks {

  private static final String WRITE = "INSERT INTO croft_canary (mark) VALUES ('late')";
  private static final long TOKEN = 9_000_000;
  private static final Duration LEASE = Duration.ofSeconds(60);

  private static final Control LOCK_OF_FENCE =
      Control.function(
          "fence-without-lock",
          "the lock of the fence, which waits for those inside",
          "fence",
          "PERFORM pg_advisory_xact_lock(croft.lock_key(of_tenant, at_epoch));",
          "");

  private static final Control REVOKED_NOTHING =
      Control.function(
          "switch-without-revoke",
          "the rights that a home's login loses with the switch",
          "switch",
          "IF home.isolation <> 'pool' THEN",
          "IF false THEN");

  private FenceAttacks() {}

  static List<Attack> all() {
    return List.of(
        own("entry-while-fenced", "a tenant enters or joins while a move holds the fence")
            .from("review: the fence")
            .without(
                Control.function(
                    "gate-row-ignored",
                    "the refusal of a home that is closed",
                    "check_open",
                    "WHEN 'closed' THEN",
                    "WHEN 'closed' THEN RETURN;"))
            .does(FenceAttacks::enter),
        own("fence-past-transaction", "a fence closes while a transaction is inside")
            .from("hole 1; review: a surviving write had its lock")
            .without(LOCK_OF_FENCE)
            .does(FenceAttacks::overtake),
        own("write-while-fenced", "a client that does not join writes in every form")
            .from("hole 1; review: 25 forms of write")
            .in(SCHEMA, DATABASE)
            .without(
                Control.database(
                    "guard-dropped",
                    "the guard of a home's table",
                    "DROP TRIGGER croft_guard ON croft_canary"))
            .does(FenceAttacks::write),
        own("replica-role-while-fenced", "an administrator writes as a replica would")
            .from("review: session_replication_role")
            .in(SCHEMA, DATABASE)
            .without(
                Control.database(
                    "guard-not-always",
                    "a guard that always fires",
                    "ALTER TABLE croft_canary ENABLE TRIGGER croft_guard"))
            .does(t -> outsider(t, "SET session_replication_role = replica")),
        own("outsider-while-fenced", "a backfill writes while a tenant of the pool is moved")
            .from("hole 11")
            .in(POOL)
            .without(
                Control.database(
                    "pool-guard-dropped",
                    "the guard of a table of the pool",
                    "DROP TRIGGER croft_guard ON croft_canary"))
            .does(t -> outsider(t, "SELECT 1")),
        own("reopen-within-lease", "a tenant opens a home that a move holds shut")
            .from("review: who re-opens")
            .without(
                Control.function(
                    "reopen-any-time",
                    "the lease that reopen waits for",
                    "reopen",
                    "AND clock_timestamp() NOT BETWEEN g.closed_at AND g.lease_until",
                    ""))
            .does(FenceAttacks::reopen),
        own("old-home-after-move", "the login of a home works there after its tenant has left")
            .from("holes 2, 3")
            .in(SCHEMA, DATABASE)
            .without(REVOKED_NOTHING)
            .does(FenceAttacks::stay),
        own("stale-plan-after-move", "a prepared statement goes on reading at the old home")
            .from("hole 2")
            .in(SCHEMA, DATABASE)
            .without(
                Control.function(
                    "handover-without-end",
                    "the end of older transactions at the handover",
                    "handover",
                    "PERFORM croft.evict(home.login, home.schema_name);",
                    ""))
            .does(FenceAttacks::keepReading),
        own("handover-of-another", "a tenant asks for the pass of another's move")
            .from("review: passes")
            .in(SCHEMA)
            .without(
                Control.function(
                    "handover-to-any",
                    "the login that a handover wants",
                    "handover",
                    "session_user NOT IN (SELECT croft.home_logins(home.login))",
                    "false"))
            .does(FenceAttacks::takePass));
  }

  private static Attack.Builder own(String id, String title) {
    return Attack.named(id, title).only(Safety.OWN_HOMES);
  }

  private static boolean fence(Trial trial, Placement home) throws SQLException {
    return MoverGate.fence(trial.mover(), home, TOKEN, LEASE);
  }

  /** Shuts the home for good, as the commit point of a move does. */
  private static void leave(Trial trial, Placement home) throws SQLException {
    Connection mover = trial.mover();
    Placement next = Placement.of(home.tenant(), home.isolation(), home.server(), home.epoch() + 1);
    byte[] key = trial.ground().secret().sealKey(home.server(), "pass", 1);
    if (!MoverGate.fence(mover, home, TOKEN, LEASE)
        || !MoverGate.switchOver(mover, home, TOKEN, next, key)) {
      throw new IllegalStateException("the home could not be left");
    }
  }

  private static void enter(Trial trial) throws SQLException {
    fence(trial, trial.own().home());
    trial.mustRefuse("an entry", () -> trial.inside(trial.own()).rollback(), "TN001");
  }

  private static void overtake(Trial trial) throws SQLException {
    Connection inside = trial.inside(trial.own());
    Sql.run(inside, "SELECT * FROM croft_canary");
    trial.mustReachNothing(
        "a fence",
        () -> {
          boolean closed = fence(trial, trial.own().home());
          inside.commit();
          return closed ? 1 : 0;
        },
        "55P03");
  }

  private static void write(Trial trial) throws SQLException {
    Connection own = trial.outside();
    fence(trial, trial.own().home());
    for (String statement :
        List.of(
            WRITE,
            "UPDATE croft_canary SET mark = mark",
            "DELETE FROM croft_canary",
            "INSERT INTO croft_canary (id, mark) VALUES ({ownid}, 'x') ON CONFLICT DO NOTHING",
            "MERGE INTO croft_canary c USING (VALUES ({ownid})) v (i) ON c.id = v.i"
                + " WHEN MATCHED THEN DELETE",
            "WITH w AS (DELETE FROM croft_canary RETURNING 1) SELECT count(*) FROM w",
            "DO $$ BEGIN DELETE FROM croft_canary; EXCEPTION WHEN division_by_zero THEN NULL; END $$",
            "SAVEPOINT s; ROLLBACK TO s; DELETE FROM croft_canary")) {
      own.setAutoCommit(false);
      trial.mustRefuse(statement, () -> Sql.run(own, trial.fill(statement)), "TN001");
      own.rollback();
    }
  }

  private static void outsider(Trial trial, String first) throws SQLException {
    fence(trial, trial.own().home());
    Connection admin = trial.admin();
    Sql.run(admin, first);
    String update =
        trial.fill("UPDATE {ownschema}.croft_canary SET mark = mark WHERE tenant_id = '{own}'");
    trial.mustRefuse("an administrator's write", () -> Sql.run(admin, update), "TN001", "TN008");
  }

  private static void reopen(Trial trial) throws SQLException {
    Placement home = trial.own().home();
    Connection own = trial.outside();
    fence(trial, home);
    trial.mustReachNothing(
        "croft.reopen",
        () ->
            Sql.text(own, "SELECT croft.reopen(?, ?)", home.tenant().value(), home.epoch())
                    .equals("t")
                ? 1
                : 0);
  }

  private static void stay(Trial trial) throws SQLException {
    Connection own = trial.outside();
    String sequence =
        Sql.text(own, "SELECT pg_get_serial_sequence('croft_canary', 'id')::regclass::oid");
    leave(trial, trial.own().home());
    for (String statement :
        List.of(
            "SELECT * FROM croft_canary",
            "SELECT nextval('croft_canary_id_seq')",
            "SELECT nextval(%s::oid::regclass)".formatted(sequence))) {
      trial.mustRefuse(statement, () -> Sql.run(own, statement), "42501", "42P01", "3F000");
    }
    trial.mustRefuse("a join", () -> trial.inside(trial.own()), "TN002");
  }

  private static void keepReading(Trial trial) throws SQLException {
    Connection own = trial.outside();
    Sql.run(own, "PREPARE kept AS SELECT count(*) FROM croft_canary");
    own.setAutoCommit(false);
    Sql.run(own, "EXECUTE kept");
    leave(trial, trial.own().home());
    Connection mover = trial.mover();
    MoverGate.handover(mover, trial.own().home());
    trial.mustRefuse(
        "a prepared statement after the handover",
        () -> Sql.run(own, "EXECUTE kept"),
        "57P01",
        "08006",
        "08003");
  }

  private static void takePass(Trial trial) throws SQLException {
    Connection own = trial.outside();
    leave(trial, trial.victim().home());
    trial.mustRefuse(
        "croft.handover", () -> MoverGate.handover(own, trial.victim().home()), "TN008");
  }
}
