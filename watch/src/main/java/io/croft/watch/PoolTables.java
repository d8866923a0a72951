package io.croft.watch;

import io.croft.core.Placement;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * Asks every table of the pool whether a canary, which has no row there, sees one. Materialized
 * views and foreign tables too: nothing keeps their rows apart. Of other schemas of the database
 * that the pool's login may use, it asks the tables that have a tenant column. Plain views are left
 * out, because an aggregate answers with a row of its own.
 */
final class PoolTables {

  private static final String TABLES =
      """
      WITH space AS MATERIALIZED (
        SELECT n.oid, n.nspname, n.nspname = '%1$s' AS own FROM pg_namespace n
        WHERE n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'croft')
          AND has_schema_privilege('%2$s', n.oid, 'USAGE'))
      SELECT quote_ident(s.nspname) || '.' || quote_ident(c.relname)
      FROM pg_class c JOIN space s ON s.oid = c.relnamespace
      WHERE c.relkind IN ('r', 'p', 'm', 'f') AND c.relname <> 'flyway_schema_history'
        AND has_any_column_privilege('%2$s', c.oid, 'SELECT')
        AND CASE WHEN s.own THEN c.relname <> 'croft_canary' AND NOT croft.is_shared(c.oid)
          ELSE EXISTS (
            SELECT FROM pg_attribute a
            WHERE a.attrelid = c.oid AND a.attname = 'tenant_id' AND NOT a.attisdropped) END
      ORDER BY NOT s.own, s.nspname, c.relname
      """
          .formatted(Placement.APP_SCHEMA, Placement.POOL_LOGIN);

  /** Each may take as long as a statement may. */
  private static final int FAILURES = 20;

  private static final int NAMED = 20;

  // Every table has an index that leads with the tenant: no table is read from end to end.
  private static final String FRUGAL = "SET LOCAL enable_seqscan = off";

  private PoolTables() {}

  /** Returns the tables that the pool's login may read; shared tables are for everybody. */
  static List<String> list(Connection admin) throws SQLException {
    try (Statement query = admin.createStatement();
        ResultSet row = query.executeQuery(TABLES)) {
      List<String> tables = new ArrayList<>();
      while (row.next()) {
        tables.add(row.getString(1));
      }
      return tables;
    }
  }

  static Answer look(ProbeSession session, Administrator administrator, Placement canary)
      throws SQLException {
    List<String> tables;
    try (Connection admin = administrator.open(canary.database())) {
      tables = list(admin);
    }
    return session.entered(
        canary,
        c -> {
          session.run(FRUGAL);
          return ask(c, tables);
        });
  }

  /** One that cannot be asked does not hide the next one. */
  private static Answer ask(Connection connection, List<String> tables) throws SQLException {
    List<String> open = new ArrayList<>();
    List<String> unasked = new ArrayList<>();
    for (String table : tables) {
      Savepoint before = connection.setSavepoint();
      try {
        if (seesRow(connection, table)) {
          open.add(table);
        }
        letGo(connection, before);
      } catch (SQLException e) {
        letGo(connection, before);
        unasked.add(table + ": " + Answer.state(e));
        if (unasked.size() == FAILURES) {
          break;
        }
      }
    }
    Answer answer =
        open.isEmpty()
            ? Answer.held("0 of " + tables.size() + " tables")
            : Answer.alarm("a row of another tenant is seen in " + named(open));
    return unasked.isEmpty() ? answer : answer.and(Answer.blind(String.join(", ", unasked)));
  }

  /** Ends also the lock on the table, for which a migration may wait. */
  private static void letGo(Connection connection, Savepoint before) throws SQLException {
    connection.rollback(before);
    connection.releaseSavepoint(before);
  }

  private static String named(List<String> tables) {
    String names = String.join(", ", tables.subList(0, Math.min(NAMED, tables.size())));
    return tables.size() > NAMED ? names + " and " + (tables.size() - NAMED) + " more" : names;
  }

  private static boolean seesRow(Connection connection, String table) throws SQLException {
    return ProbeSession.number(
            connection, "SELECT count(*) FROM (SELECT FROM " + table + " LIMIT 1) AS seen")
        > 0;
  }
}
