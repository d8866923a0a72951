package io.croft.move;

import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Reads from the catalogs of PostgreSQL which tables a home has. */
final class TableShapes {

  /** Partitions are reached through their parents. */
  private static final String READ =
      """
      SELECT c.relname,
        array_agg(a.attname ORDER BY a.attnum),
        array_agg(a.attname ORDER BY a.attnum) FILTER (WHERE a.attgenerated = ''),
        coalesce(array_agg(a.attname ORDER BY a.attnum) FILTER (WHERE a.attidentity = 'a'), '{}'),
        (SELECT array_agg(k.attname ORDER BY u.place)
         FROM pg_constraint p, unnest(p.conkey) WITH ORDINALITY AS u (attnum, place), pg_attribute k
         WHERE p.conrelid = c.oid AND p.contype = 'p' AND k.attrelid = c.oid AND k.attnum = u.attnum)
      FROM croft.app_tables(?) t
      JOIN pg_class c ON c.oid = t
      JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
      WHERE NOT c.relispartition
      GROUP BY c.oid, c.relname
      ORDER BY c.relname
      """;

  private static final String LEAVES =
      """
      SELECT c.relname FROM croft.app_tables(?) t JOIN pg_class c ON c.oid = t
      WHERE c.relkind = 'r' ORDER BY c.relname
      """;

  private static final String DEFINITIONS =
      """
      SELECT md5(string_agg(concat_ws(' ', c.oid, c.relname, c.relfilenode, a.attnum, a.attname, a.atttypid,
        a.atttypmod, a.attnotnull, a.attisdropped, a.attgenerated), '|' ORDER BY c.oid, a.attnum))
      FROM croft.app_tables(?) t JOIN pg_class c ON c.oid = t
      JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0
      """;

  private TableShapes() {}

  /** Returns a text that changes with the tables of {@code schema} and when one is rewritten. */
  static String definitions(Connection mover, String schema) throws SQLException {
    try (PreparedStatement read = mover.prepareStatement(DEFINITIONS)) {
      read.setString(1, schema);
      try (ResultSet row = read.executeQuery()) {
        row.next();
        return String.valueOf(row.getString(1));
      }
    }
  }

  /** Returns the tables of {@code schema} by name, without partitions. */
  static List<TableShape> read(Connection mover, String schema) throws SQLException {
    try (PreparedStatement read = mover.prepareStatement(READ)) {
      read.setString(1, schema);
      try (ResultSet rows = read.executeQuery()) {
        List<TableShape> tables = new ArrayList<>();
        while (rows.next()) {
          tables.add(
              new TableShape(
                  rows.getString(1),
                  names(rows.getArray(2)),
                  names(rows.getArray(3)),
                  names(rows.getArray(4)),
                  names(rows.getArray(5))));
        }
        return List.copyOf(tables);
      }
    }
  }

  /**
   * Returns the names of the tables of {@code schema} that hold rows themselves, partitions
   * included.
   */
  static List<String> leaves(Connection mover, String schema) throws SQLException {
    try (PreparedStatement read = mover.prepareStatement(LEAVES)) {
      read.setString(1, schema);
      try (ResultSet rows = read.executeQuery()) {
        List<String> names = new ArrayList<>();
        while (rows.next()) {
          names.add(rows.getString(1));
        }
        return names;
      }
    }
  }

  /**
   * Raises {@code schema-differs} unless the old home's tables are as they were. The stream tells
   * of migrations only where a superuser has set up the gate.
   */
  static void requireDefinitions(Connection source, Route route, String definitions)
      throws SQLException {
    if (!definitions.equals(definitions(source, route.from().schema()))) {
      throw new CroftException(
          ErrorCode.SCHEMA_DIFFERS,
          "while tenant %s was being moved its tables were changed".formatted(route.tenant()),
          "the old home is untouched; resume the move, which copies anew");
    }
  }

  /** Raises {@code schema-differs} unless the target has the source's tables. */
  static void requireSame(List<TableShape> tables, Route route, Connection target)
      throws SQLException {
    List<TableShape> others = read(target, route.to().schema());
    if (!others.equals(tables)) {
      throw new CroftException(
          ErrorCode.SCHEMA_DIFFERS,
          "the homes have different tables: %s has %s, %s has %s"
              .formatted(route.from().summary(), tables, route.to().summary(), others),
          "bring both servers to the same version of the application's migrations");
    }
  }

  private static List<String> names(Array array) throws SQLException {
    return List.of((String[]) array.getArray());
  }
}
