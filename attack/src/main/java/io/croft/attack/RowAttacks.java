package io.croft.attack;

import static io.croft.core.Isolation.DATABASE;
import static io.croft.core.Isolation.POOL;
import static io.croft.core.Isolation.SCHEMA;

import io.croft.core.Identifiers;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.postgresql.PGConnection;

/** Plain statements that read or write rows of others. */
final class RowAttacks {

  static final Control NO_POLICY =
      Control.database(
          "policy-dropped",
          "the restrictive policy of the table",
          "DROP POLICY croft_tenant ON croft_canary");

  private static final Control POLICY_OPEN =
      Control.database(
          "policy-open",
          "the condition of the restrictive policy",
          "ALTER POLICY croft_tenant ON croft_canary USING (true) WITH CHECK (true)");

  private static final Control UNCHECKED =
      Control.database(
          "policy-without-check",
          "the restrictive policy's check of new rows",
          "ALTER POLICY croft_tenant ON croft_canary WITH CHECK (true)");

  private static final Control UNPINNED =
      Control.database(
          "home-unpinned",
          "the constraint that pins a home's table to its tenant",
          "ALTER TABLE croft_canary DROP CONSTRAINT croft_tenant");

  private static final Control BYPASS =
      Control.server(
          "login-bypasses",
          "a login without BYPASSRLS",
          "ALTER ROLE {ownlogin} BYPASSRLS",
          "ALTER ROLE {ownlogin} NOBYPASSRLS");

  /** Each reads the whole table, and counts what is not the attacker's. */
  private static final List<String> READS =
      List.of(
          "SELECT count(*) FROM croft_canary WHERE tenant_id <> '{own}'",
          "SELECT count(*) FROM croft_canary WHERE tenant_id = '{tenant}'",
          "SELECT count(*) FROM app.croft_canary c WHERE c.mark LIKE 'secret-%'",
          "SELECT count(*) FROM ONLY croft_canary WHERE ctid IS NOT NULL AND tenant_id <> '{own}'",
          "SELECT count(*) FROM croft_canary a JOIN croft_canary b USING (id)"
              + " WHERE b.tenant_id <> '{own}'",
          "SELECT count(*) FROM croft_canary TABLESAMPLE SYSTEM (100) WHERE tenant_id <> '{own}'",
          "SELECT count(*) FROM generate_series(1, 1) LEFT JOIN LATERAL (SELECT * FROM croft_canary) c"
              + " ON true WHERE c.tenant_id <> '{own}'",
          "SELECT count(*) FILTER (WHERE EXISTS (SELECT FROM croft_canary c WHERE c.id = {id}))"
              + " FROM generate_series(1, 1)",
          "WITH gone AS (DELETE FROM croft_canary RETURNING tenant_id)"
              + " SELECT count(*) FROM gone WHERE tenant_id <> '{own}'",
          "SELECT count(*) FROM (SELECT query_to_xml('SELECT * FROM croft_canary', true, false, '')"
              + "::text x) d WHERE x LIKE '%secret-%'",
          "SELECT count(*) FROM (SELECT table_to_xml('croft_canary', true, false, '')::text x) d"
              + " WHERE x LIKE '%secret-%'");

  /** Each changes or removes rows of the victim; the number of rows is what was reached. */
  private static final List<String> CHANGES =
      List.of(
          "UPDATE croft_canary SET mark = mark || '!' WHERE tenant_id = '{tenant}'",
          "UPDATE croft_canary SET mark = mark || '!' WHERE id = {id}",
          "DELETE FROM croft_canary WHERE tenant_id <> '{own}'",
          "DELETE FROM croft_canary WHERE mark LIKE 'secret-%'",
          "MERGE INTO croft_canary c USING (VALUES ('{tenant}'::uuid, {id}::bigint)) v (t, i)"
              + " ON c.tenant_id = v.t AND c.id = v.i WHEN MATCHED THEN UPDATE SET mark = 'merged'",
          "MERGE INTO croft_canary c USING (VALUES ({id}::bigint)) v (i)"
              + " ON c.id = v.i WHEN MATCHED THEN DELETE");

  /** Each adds a row in the victim's name. */
  private static final List<String> ADDITIONS =
      List.of(
          "INSERT INTO croft_canary (tenant_id, mark) VALUES ('{tenant}', 'forged')",
          "INSERT INTO croft_canary (tenant_id, id, mark) SELECT '{tenant}', id + 5, mark || '5'"
              + " FROM croft_canary",
          "INSERT INTO croft_canary (tenant_id, mark) VALUES ('{tenant}', 'new')"
              + " ON CONFLICT DO NOTHING",
          "INSERT INTO croft_canary (tenant_id, id, mark) VALUES ('{tenant}', {id}, 'forged')"
              + " ON CONFLICT (tenant_id, id) DO UPDATE SET mark = 'forged'",
          "MERGE INTO croft_canary c USING (VALUES ('{tenant}'::uuid)) v (t) ON c.tenant_id = v.t"
              + " WHEN NOT MATCHED THEN INSERT (tenant_id, mark) VALUES (v.t, 'merged')",
          "WITH forged AS (INSERT INTO croft_canary (tenant_id, mark) VALUES ('{tenant}', 'cte')"
              + " RETURNING 1) SELECT count(*) FROM forged");

  private RowAttacks() {}

  static List<Attack> all() {
    return List.of(
        Attack.named("missing-where", "a query without a filter, in every form")
            .from("matrix 29, 36; the forgotten WHERE")
            .in(POOL)
            .without(NO_POLICY)
            .does(RowAttacks::readAll),
        Attack.named("row-security-off", "row security is switched off for the session")
            .from("matrix 17")
            .in(POOL)
            .without(BYPASS)
            .does(RowAttacks::switchOff),
        Attack.named("foreign-update", "rows of another are changed or removed")
            .from("matrix 18; CVE-2023-39418")
            .in(POOL)
            .without(POLICY_OPEN)
            .does(RowAttacks::change),
        Attack.named("foreign-insert", "a row is added in another's name")
            .from("matrix 18")
            .without(POOL, UNCHECKED)
            .without(SCHEMA, UNPINNED)
            .without(DATABASE, UNPINNED)
            .does(t -> t.eachRefused(ADDITIONS, Trial.Gain.ACCEPTED, "42501", "23514")),
        Attack.named("row-given-away", "one's own rows are given to another")
            .from("matrix 19")
            .without(POOL, UNCHECKED)
            .without(SCHEMA, UNPINNED)
            .without(DATABASE, UNPINNED)
            .does(
                t ->
                    t.eachRefused(
                        List.of(
                            "UPDATE croft_canary SET tenant_id = '{tenant}'",
                            "UPDATE croft_canary SET tenant_id = '{tenant}' WHERE id = {ownid}"),
                        Trial.Gain.ACCEPTED,
                        "42501",
                        "23514")),
        Attack.named("copy-from", "rows of another are loaded by COPY")
            .from("matrix 30")
            .without(
                POOL,
                Control.database(
                    "row-security-disabled",
                    "row security of the table",
                    "ALTER TABLE croft_canary DISABLE ROW LEVEL SECURITY"))
            .without(SCHEMA, UNPINNED)
            .without(DATABASE, UNPINNED)
            .does(RowAttacks::load),
        Attack.named("every-table-empty", "a tenant without rows counts the rows of every table")
            .from("matrix 46; CVE-2025-48757")
            .without(
                POOL,
                Control.database(
                    "other-table-open",
                    "row security of another table",
                    "INSERT INTO record (tenant_id, kind) VALUES ('{tenant}', 'x');"
                        + "ALTER TABLE record DISABLE ROW LEVEL SECURITY"))
            .without(SCHEMA, foreignRow())
            .without(DATABASE, foreignRow())
            .does(RowAttacks::countEverything),
        Attack.named("shared-table-write", "a table that all tenants share is written by one")
            .from("shared reference tables")
            .in(POOL)
            .only(Safety.OWN_SERVER)
            .without(
                Control.database(
                    "shared-table-granted",
                    "a shared table that tenants can only read",
                    "GRANT INSERT ON country TO {ownlogin}"))
            .does(
                t ->
                    t.eachRefused(
                        List.of(
                            "INSERT INTO country VALUES ('XX', 'forged')",
                            "UPDATE country SET name = 'forged'",
                            "DELETE FROM country",
                            "TRUNCATE country"),
                        Trial.Gain.ACCEPTED,
                        "42501")));
  }

  private static Control foreignRow() {
    return Control.database(
        "other-home-unpinned",
        "the constraint that pins another table of the home to its tenant",
        "ALTER TABLE record DROP CONSTRAINT croft_tenant;"
            + "INSERT INTO record (tenant_id, kind) VALUES ('{tenant}', 'x')");
  }

  private static void readAll(Trial trial) throws SQLException {
    for (Protocol protocol : Protocol.values()) {
      Connection own = trial.outside(trial.own(), protocol);
      for (String read : READS) {
        trial.begin(own, trial.own());
        trial.mustReachNothing(read, () -> Sql.number(own, trial.fill(read)));
      }
      own.rollback();
    }
    Connection own = trial.inside(trial.own());
    String copy = "COPY croft_canary TO STDOUT";
    trial.mustReachNothing(copy, () -> copied(own, copy));
    own.rollback();
  }

  private static long copied(Connection own, String sql) throws SQLException {
    StringWriter out = new StringWriter();
    try {
      own.unwrap(PGConnection.class).getCopyAPI().copyOut(sql, out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toString().lines().filter(line -> line.contains("secret-")).count();
  }

  private static void switchOff(Trial trial) throws SQLException {
    Connection own = trial.inside(trial.own());
    Sql.run(own, "SET LOCAL row_security = off");
    String read = trial.fill("SELECT count(*) FROM croft_canary WHERE tenant_id = '{tenant}'");
    trial.mustReachNothing("SET row_security = off", () -> Sql.number(own, read), "42501");
    own.rollback();
  }

  private static void change(Trial trial) throws SQLException {
    for (Protocol protocol : Protocol.values()) {
      Connection own = trial.outside(trial.own(), protocol);
      for (String change : CHANGES) {
        trial.begin(own, trial.own());
        trial.mustReachNothing(change, () -> Sql.change(own, trial.fill(change)));
      }
      own.rollback();
    }
  }

  private static void load(Trial trial) throws SQLException {
    Connection own = trial.inside(trial.own());
    String line = trial.fill("{tenant}\tloaded\n");
    trial.mustRefuse(
        "COPY FROM STDIN",
        () -> {
          try {
            own.unwrap(PGConnection.class)
                .getCopyAPI()
                .copyIn("COPY croft_canary (tenant_id, mark) FROM STDIN", new StringReader(line));
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        },
        "0A000",
        "23514");
    own.rollback();
  }

  /** Every table, partition and view of the application that the login may read at all. */
  private static void countEverything(Trial trial) throws SQLException {
    Connection own = trial.inside(trial.own());
    List<String> tables =
        Sql.column(
            own,
            """
            SELECT c.relname FROM pg_class c
            WHERE c.relnamespace = (SELECT n.oid FROM pg_namespace n WHERE n.nspname = ?)
              AND c.relkind IN ('r', 'p', 'v', 'm', 'f') AND c.relname <> 'croft_canary'
              AND has_table_privilege(c.oid, 'SELECT')
              AND EXISTS (
                SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'tenant_id')
            ORDER BY c.relname
            """,
            trial.own().home().schema());
    for (String table : tables) {
      trial.begin(own, trial.own());
      trial.mustReachNothing(
          table, () -> Sql.number(own, "SELECT count(*) FROM " + Identifiers.quote(table)));
    }
    if (tables.isEmpty()) {
      trial.answers().nothing("no other table");
    }
    own.rollback();
  }
}
