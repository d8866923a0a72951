package io.croft.move;

import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import io.croft.core.Identifiers;
import io.croft.core.Placement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.TreeMap;

/**
 * The tables that belong to no tenant. A move leaves them where they are, so both homes must hold
 * the same: the tenant's rows refer to them, and foreign keys are not checked while rows are
 * copied.
 */
final class SharedTables {

  private static final String NAMES =
      """
      SELECT c.relname FROM croft.all_tables(?) t JOIN pg_class c ON c.oid = t
      WHERE croft.is_shared(t) AND NOT c.relispartition
      """;

  private static final String HASH =
      """
      SELECT md5(coalesce(string_agg(r::text, E'\\n' ORDER BY r::text COLLATE "C"), '')) FROM %s r
      """;

  private SharedTables() {}

  /** Raises {@code shared-tables-differ} unless both homes hold the same shared rows. */
  static void requireEqual(Connection source, Placement from, Connection target, Placement to)
      throws SQLException {
    Map<String, String> old = hashes(source, from.schema());
    Map<String, String> present = hashes(target, to.schema());
    if (!old.equals(present)) {
      old.entrySet().removeAll(Map.copyOf(present).entrySet());
      throw new CroftException(
          ErrorCode.SHARED_TABLES_DIFFER,
          "the shared tables of %s and %s differ: %s"
              .formatted(from.summary(), to.summary(), old.isEmpty() ? present : old.keySet()),
          "bring the same rows to both, by a migration; nothing has changed");
    }
  }

  private static Map<String, String> hashes(Connection mover, String schema) throws SQLException {
    Map<String, String> hashes = new TreeMap<>();
    try (PreparedStatement names = mover.prepareStatement(NAMES)) {
      names.setString(1, schema);
      try (ResultSet row = names.executeQuery()) {
        while (row.next()) {
          hashes.put(row.getString(1), hash(mover, schema, row.getString(1)));
        }
      }
    }
    return hashes;
  }

  private static String hash(Connection mover, String schema, String table) throws SQLException {
    try (Statement query = mover.createStatement();
        ResultSet row = query.executeQuery(HASH.formatted(Identifiers.quote(schema, table)))) {
      row.next();
      return row.getString(1);
    }
  }
}
