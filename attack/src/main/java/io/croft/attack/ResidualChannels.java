package io.croft.attack;

import static io.croft.core.Isolation.POOL;
import static io.croft.core.Isolation.SCHEMA;

import io.croft.gate.Sealer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/** What is not promised: each of these channels is shown to be there. */
final class ResidualChannels {

  private ResidualChannels() {}

  static List<Attack> all() {
    return List.of(
        residual("listen-notify", "payloads of NOTIFY reach every session of the database")
            .from("matrix 37")
            .only(Safety.OWN_SERVER)
            .in(POOL, SCHEMA)
            .does(ResidualChannels::listen),
        residual("planner-estimates", "EXPLAIN estimates from samples of all tenants")
            .from("matrix 32")
            .in(POOL)
            .only(Safety.OWN_SERVER)
            .does(ResidualChannels::estimate),
        residual("table-sizes", "sizes of tables that others share or own")
            .from("matrix 48")
            .in(POOL, SCHEMA)
            .does(ResidualChannels::measure),
        residual("object-names", "names of databases, roles and schemas")
            .from("matrix 48, 55")
            .does(ResidualChannels::list),
        residual("transaction-ids", "how many transactions the server makes")
            .from("matrix 48")
            .only(Safety.OWN_SERVER)
            .does(ResidualChannels::count),
        residual("sequence-gaps", "gaps of a shared sequence tell how much others insert")
            .from("matrix 25")
            .in(POOL)
            .does(ResidualChannels::gap),
        residual("lock-table", "LOCK TABLE holds up every tenant of the pool")
            .from("matrix 40")
            .in(POOL)
            .does(ResidualChannels::lock),
        residual("own-password", "a login changes its own password")
            .from("matrix 41")
            .only(Safety.OWN_SERVER)
            .does(ResidualChannels::rename),
        residual("own-settings", "a login leaves timeouts for its later sessions")
            .from("matrix 41")
            .only(Safety.OWN_SERVER)
            .does(ResidualChannels::hinder),
        residual("seal-replay", "a seal works again within its seconds where no backend is bound")
            .from("matrix 7; behind a pooler")
            .in(POOL)
            .does(ResidualChannels::replay));
  }

  private static Attack.Builder residual(String id, String title) {
    return Attack.named(id, title).residual();
  }

  private static void listen(Trial trial) throws SQLException {
    Connection own = trial.outside();
    Sql.run(own, "LISTEN croft_attack");
    Connection victim = trial.inside(trial.victim());
    Sql.call(victim, "SELECT pg_notify('croft_attack', 'a payload')");
    victim.commit();
    PGNotification[] heard = own.unwrap(PGConnection.class).getNotifications(2000);
    tell(trial, heard != null && heard.length > 0, "a payload of the other tenant was received");
  }

  private static void estimate(Trial trial) throws SQLException {
    Connection victim = trial.inside(trial.victim());
    Sql.run(victim, "INSERT INTO record (kind) SELECT 'rare illness' FROM generate_series(1, 400)");
    victim.commit();
    Sql.run(trial.admin(), "ANALYZE app.record");
    Connection own = trial.inside(trial.own());
    String there = estimated(own, "rare illness");
    String absent = estimated(own, "no such illness");
    own.rollback();
    trial.begin(victim, trial.victim());
    Sql.run(victim, "DELETE FROM record");
    victim.commit();
    tell(
        trial,
        !there.equals(absent),
        "EXPLAIN expects %s rows of a value that only another has, and %s of none"
            .formatted(there, absent));
  }

  private static String estimated(Connection own, String kind) throws SQLException {
    String plan =
        String.join(
            " ", Sql.column(own, "EXPLAIN SELECT * FROM record WHERE kind = '" + kind + "'"));
    return plan.replaceFirst("(?s).*?rows=(\\d+).*", "$1");
  }

  private static void measure(Trial trial) throws SQLException {
    Connection own = trial.inside(trial.own());
    long bytes =
        Sql.number(
            own,
            """
            SELECT pg_total_relation_size(c.oid)
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relname = 'croft_canary' AND n.nspname = ?
            """,
            trial.victim().home().schema());
    own.rollback();
    tell(trial, bytes > 0, "the other's table has %d bytes".formatted(bytes));
  }

  private static void list(Trial trial) throws SQLException {
    Connection own = trial.outside();
    long seen =
        Sql.number(
            own,
            """
            SELECT (SELECT count(*) FROM pg_roles WHERE rolname <> session_user)
              + (SELECT count(*) FROM pg_database WHERE datname <> current_database())
            """);
    tell(trial, seen > 0, "names of other databases and roles can be listed");
  }

  private static void count(Trial trial) throws SQLException {
    Connection own = trial.outside();
    String now = "SELECT pg_snapshot_xmax(pg_current_snapshot())::text";
    long before = Sql.number(own, now);
    Connection victim = trial.inside(trial.victim());
    Sql.run(victim, "UPDATE croft_canary SET mark = mark");
    victim.commit();
    long after = Sql.number(own, now);
    tell(trial, after > before, "a write of the other moved the transaction counter");
  }

  private static void gap(Trial trial) throws SQLException {
    long before = insert(trial, trial.own());
    insert(trial, trial.victim());
    insert(trial, trial.victim());
    long after = insert(trial, trial.own());
    tell(
        trial,
        after > before + 1,
        "%d numbers went to others between two of one's own".formatted(after - before - 1));
  }

  private static long insert(Trial trial, Party party) throws SQLException {
    Connection connection = trial.inside(party);
    long id = Sql.number(connection, "INSERT INTO croft_canary (mark) VALUES ('gap') RETURNING id");
    connection.rollback();
    return id;
  }

  private static void lock(Trial trial) throws SQLException {
    Connection own = trial.inside(trial.own());
    Sql.run(own, "LOCK TABLE croft_canary IN ACCESS EXCLUSIVE MODE");
    Connection victim = trial.inside(trial.victim());
    Sql.run(victim, "SET LOCAL lock_timeout = '100ms'");
    try {
      Sql.run(victim, "SELECT * FROM croft_canary");
      tell(trial, false, "");
    } catch (SQLException e) {
      tell(trial, "55P03".equals(e.getSQLState()), "the other waits for the lock (55P03)");
    }
    victim.rollback();
    own.rollback();
  }

  private static void rename(Trial trial) throws SQLException {
    Connection own = trial.inside(trial.own());
    Sql.run(own, "ALTER ROLE CURRENT_USER PASSWORD 'croft attack'");
    own.rollback();
    tell(trial, true, "ALTER ROLE ... PASSWORD was accepted, and rolled back");
  }

  private static void hinder(Trial trial) throws SQLException {
    Connection own = trial.outside();
    Sql.run(own, "ALTER ROLE CURRENT_USER SET statement_timeout = '12345ms'");
    String later = Sql.text(trial.outside(), "SHOW statement_timeout");
    Sql.run(own, "ALTER ROLE CURRENT_USER RESET statement_timeout");
    tell(trial, later.equals("12345ms"), "later sessions start with the statement_timeout left");
  }

  private static void replay(Trial trial) throws SQLException {
    byte[] seal = new Sealer(trial.ground().secret()).seal(trial.victim().home(), 0);
    long entered = 0;
    for (int i = 0; i < 2; i++) {
      Connection any = trial.outside();
      any.setAutoCommit(false);
      Sql.call(any, "SELECT croft.enter(?)", seal);
      entered += Sql.number(any, "SELECT count(*) FROM croft_canary") > 0 ? 1 : 0;
      any.rollback();
    }
    tell(trial, entered == 2, "one unbound seal let two sessions in");
  }

  private static void tell(Trial trial, boolean seen, String what) {
    if (seen) {
      trial.answers().shows(what);
    } else {
      trial.answers().nothing("not seen");
    }
  }
}
