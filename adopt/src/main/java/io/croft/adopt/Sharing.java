package io.croft.adopt;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Finds tables that look like reference data: small, referred to, and never changed. */
final class Sharing {

  private static final int FEW = 1000;

  private static final String COUNT =
      "SELECT count(*) FROM (SELECT FROM %s LIMIT " + (FEW + 1) + ") few";
  private static final String CHANGES =
      """
      SELECT coalesce(n_tup_upd + n_tup_del, 0) FROM pg_stat_all_tables WHERE relid = %d
      """;

  private final LiveSchema schema;
  private final Draft draft;

  Sharing(LiveSchema schema, Draft draft) {
    this.schema = schema;
    this.draft = draft;
  }

  void suggest(Connection connection) throws SQLException {
    for (Table table : schema.ofTenants()) {
      long referring = referring(table);
      if (table.tenant().missing() && !table.partition() && referring > 0 && !refers(table)) {
        suggest(connection, table, referring);
      }
    }
  }

  private void suggest(Connection connection, Table table, long referring) throws SQLException {
    String readable = "SELECT has_table_privilege(%d, 'SELECT')".formatted(table.oid());
    if (!Sql.holds(connection, readable)) {
      return;
    }
    long rows = number(connection, COUNT.formatted(table.name()));
    long changes = number(connection, CHANGES.formatted(table.oid()));
    if (rows > 0 && rows <= FEW && changes == 0) {
      draft.suggest(
          table.root(),
          "it refers to no other table, %d %s to it, it holds %d %s, and none was changed or deleted"
              .formatted(
                  referring,
                  referring == 1 ? "refers" : "refer",
                  rows,
                  rows == 1 ? "row" : "rows"));
    }
  }

  private boolean refers(Table table) {
    return schema.foreignKeys().stream()
        .anyMatch(key -> key.table() == table.oid() && key.target() != table.oid());
  }

  private long referring(Table table) {
    return schema.foreignKeys().stream()
        .filter(key -> key.target() == table.oid() && key.table() != table.oid())
        .map(ForeignKey::table)
        .distinct()
        .count();
  }

  private static long number(Connection connection, String sql) throws SQLException {
    List<Long> found = Sql.query(connection, sql, row -> row.getLong(1));
    return found.isEmpty() ? 0 : found.get(0);
  }
}
