package io.croft.watch;

import io.croft.core.Placement;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * Asks every table of the pool whether a canary, which has no row there, sees one. Materialized
 * views and foreign tables too: nothing keeps their rows apart. Plain views are left out, because
 * an aggregate answers with a row of its own.
 */
final class PoolTables {

  private static final String TABLES =
      """
      SELECT quote_ident(n.nspname) || '.' || quote_ident(c.relname)
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = '%s' AND c.relkind IN ('r', 'p', 'm', 'f')
        AND c.relname NOT IN ('croft_canary', 'flyway_schema_history')
        AND has_table_privilege('%s', c.oid, 'SELECT') AND NOT croft.is_shared(c.oid)
      ORDER BY c.relname
      """
          .formatted(Placement.APP_SCHEMA, Placement.POOL_LOGIN);

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
    List<String> open =
        session.entered(
            canary,
            c -> {
              session.run(FRUGAL);
              List<String> seen = new ArrayList<>();
              for (String table : tables) {
                if (seesRow(c, table)) {
                  seen.add(table);
                }
              }
              return seen;
            });
    return open.isEmpty()
        ? Answer.held("0 of " + tables.size() + " tables")
        : Answer.alarm("a row of another tenant is seen in " + String.join(", ", open));
  }

  private static boolean seesRow(Connection connection, String table) throws SQLException {
    return ProbeSession.number(
            connection, "SELECT count(*) FROM (SELECT FROM " + table + " LIMIT 1) AS seen")
        > 0;
  }
}
