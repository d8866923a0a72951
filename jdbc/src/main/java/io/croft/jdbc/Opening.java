package io.croft.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.TreeMap;
import org.postgresql.core.Utils;
import org.postgresql.jdbc.PgConnection;

/**
 * The first flight of a transaction behind a pooler, before the gate. The session is one that
 * strangers have used and nobody has cleaned, and no startup packet of ours has reached it; so all
 * that can be left in a session is removed, the settings become what a startup packet would have
 * made them, and the backend tells its true process id, which the pooler hides.
 *
 * <p>It is what {@code DISCARD ALL} would do if that were allowed in a transaction. Whatever is
 * left all the same, the gate refuses.
 */
final class Opening {

  private static final String CLEAN =
      "RESET ALL; CLOSE ALL; DEALLOCATE ALL; UNLISTEN *; DISCARD SEQUENCES; ";

  private Opening() {}

  /**
   * Returns the process id of the backend that serves the transaction which begins here.
   *
   * @param more settings beside those that every connection starts with
   */
  static int run(PgConnection pg, Shape shape, String schema, Map<String, String> more)
      throws SQLException {
    try (Statement statement = pg.createStatement()) {
      boolean rows = statement.execute(sql(shape, schema, more));
      while (!rows) {
        if (statement.getUpdateCount() < 0) {
          throw new SQLException("the backend did not tell its process id", Errors.WRONG_STATE);
        }
        rows = statement.getMoreResults();
      }
      try (ResultSet row = statement.getResultSet()) {
        row.next();
        return row.getInt(1);
      }
    }
  }

  static String sql(Shape shape, String schema, Map<String, String> more) throws SQLException {
    StringBuilder sql = new StringBuilder();
    // First, and in full: what the session has as its default is not to be trusted.
    sql.append(shape.setTransaction())
        .append("; ")
        .append(CLEAN)
        .append("SELECT pg_catalog.pg_backend_pid()");
    Map<String, String> settings = new TreeMap<>(StartupOptions.settings(schema));
    settings.putAll(more);
    for (Map.Entry<String, String> setting : settings.entrySet()) {
      // For the session: pooler and driver take note of changes, and this way there are none.
      sql.append(", pg_catalog.set_config('").append(setting.getKey()).append("', '");
      Utils.escapeLiteral(sql, setting.getValue(), true).append("', false)");
    }
    return sql.toString();
  }
}
