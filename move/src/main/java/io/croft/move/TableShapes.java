package io.croft.move;

import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads from the catalogs of PostgreSQL which tables a home has. */
final class TableShapes {

  /** Partitions are reached through their parents. */
  private static final String READ =
      """
      SELECT c.relname,
        array_agg(a.attname ORDER BY a.attnum),
        array_agg(a.attname ORDER BY a.attnum) FILTER (WHERE a.attgenerated = ''),
        coalesce(array_agg(a.attname ORDER BY a.attnum) FILTER (WHERE a.attidentity = 'a'), '{}'),
        c.oid
      FROM croft.app_tables(?) t
      JOIN pg_class c ON c.oid = t
      JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
      WHERE NOT c.relispartition
      GROUP BY c.oid, c.relname
      ORDER BY c.relname
      """;

  /** A domain is cast to the type below it, whose checks a key that is there has met. */
  private static final String KEYS =
      """
      WITH RECURSIVE base (type, below) AS (
        SELECT k.atttypid, k.atttypid
        FROM croft.app_tables(?) t JOIN pg_attribute k ON k.attrelid = t AND k.attnum > 0
        UNION
        SELECT b.type, d.typbasetype FROM base b JOIN pg_type d ON d.oid = b.below AND d.typtype = 'd'
      )
      SELECT c.oid, k.attname,
        CASE WHEN t.typnamespace = c.relnamespace THEN chr(1) || '.' || quote_ident(t.typname)
          ELSE format_type(t.oid, -1) END,
        coalesce((SELECT format(' COLLATE %I.%I', n.nspname, o.collname)
          FROM pg_collation o JOIN pg_namespace n ON n.oid = o.collnamespace
          WHERE o.oid = k.attcollation), ''),
        coalesce((SELECT format('OPERATOR(%I.%s)', n.nspname, o.oprname)
          FROM pg_index i
          JOIN pg_opclass f ON f.oid = i.indclass[u.place::integer - 1]
          JOIN pg_amop m ON m.amopfamily = f.opcfamily AND m.amopstrategy = 3
            AND m.amoplefttype = f.opcintype AND m.amoprighttype = f.opcintype
          JOIN pg_operator o ON o.oid = m.amopopr JOIN pg_namespace n ON n.oid = o.oprnamespace
          WHERE i.indexrelid = p.conindid AND f.opcmethod = (SELECT a.oid FROM pg_am a WHERE a.amname = 'btree')),
          'OPERATOR(pg_catalog.=)')
      FROM pg_constraint p
      JOIN pg_class c ON c.oid = p.conrelid
      CROSS JOIN unnest(p.conkey) WITH ORDINALITY AS u (attnum, place)
      JOIN pg_attribute k ON k.attrelid = c.oid AND k.attnum = u.attnum
      JOIN base b ON b.type = k.atttypid
      JOIN pg_type t ON t.oid = b.below AND t.typtype <> 'd'
      WHERE p.contype = 'p' AND p.conrelid IN (SELECT t FROM croft.app_tables(?) t)
      ORDER BY c.oid, u.place
      """;

  private static final String LEAVES =
      """
      SELECT c.relname FROM croft.app_tables(?) t JOIN pg_class c ON c.oid = t
      WHERE c.relkind = 'r' ORDER BY c.relname
      """;

  /** What changes with a definition is the row that tells it, and with that the row's xmin. */
  private static final String DEFINITIONS =
      """
      WITH app AS MATERIALIZED (SELECT t::oid AS oid FROM croft.app_tables(?) t)
      SELECT md5(string_agg(line, '|' ORDER BY line)) FROM (
        SELECT concat_ws(' ', 'column', c.oid, c.relname, c.relfilenode, a.attnum, a.attname, a.atttypid,
          a.atttypmod, a.attnotnull, a.attisdropped, a.attgenerated, a.attidentity, a.attcollation) AS line
        FROM app JOIN pg_class c ON c.oid = app.oid JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0
        UNION ALL
        SELECT concat_ws(' ', 'default', d.oid, d.xmin) FROM app JOIN pg_attrdef d ON d.adrelid = app.oid
        UNION ALL
        SELECT concat_ws(' ', 'constraint', k.oid, k.xmin) FROM app JOIN pg_constraint k ON k.conrelid = app.oid
        UNION ALL
        SELECT concat_ws(' ', 'index', i.indexrelid, i.xmin) FROM app JOIN pg_index i ON i.indrelid = app.oid
        UNION ALL
        SELECT concat_ws(' ', 'trigger', g.oid, g.xmin) FROM app JOIN pg_trigger g ON g.tgrelid = app.oid) AS lines
      """;

  private TableShapes() {}

  /**
   * Returns a text that changes with the tables of {@code schema}, their columns, defaults,
   * constraints, indexes and triggers, and when one is rewritten.
   */
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
    Map<Long, List<KeyColumn>> keys = keys(mover, schema);
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
                  List.copyOf(keys.getOrDefault(rows.getLong(5), List.of()))));
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

  /** Returns the keys of all tables of {@code schema}, by the identity of the table. */
  private static Map<Long, List<KeyColumn>> keys(Connection mover, String schema)
      throws SQLException {
    try (PreparedStatement read = mover.prepareStatement(KEYS)) {
      read.setString(1, schema);
      read.setString(2, schema);
      try (ResultSet row = read.executeQuery()) {
        Map<Long, List<KeyColumn>> keys = new HashMap<>();
        while (row.next()) {
          keys.computeIfAbsent(row.getLong(1), table -> new ArrayList<>())
              .add(
                  new KeyColumn(
                      row.getString(2), row.getString(3), row.getString(4), row.getString(5)));
        }
        return keys;
      }
    }
  }

  private static List<String> names(Array array) throws SQLException {
    return List.of((String[]) array.getArray());
  }
}
