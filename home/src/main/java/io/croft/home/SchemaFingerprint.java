package io.croft.home;

import io.croft.core.Identifiers;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * What an application can see of a schema: relations, columns, types, defaults, keys, indexes,
 * triggers, routines, views and comments, without what the gate adds to a home. Two homes of one
 * application have equal fingerprints.
 *
 * @param lines one for each object, sorted
 */
public record SchemaFingerprint(List<String> lines) {

  public SchemaFingerprint {
    lines = List.copyOf(lines);
  }

  /**
   * Reads the fingerprint of {@code schema}. Leaves the search path as it was; wants autocommit, or
   * a transaction of the caller.
   */
  public static SchemaFingerprint of(Connection connection, String schema) throws SQLException {
    if (connection.getAutoCommit()) {
      return Sql.inTransaction(connection, () -> of(connection, schema));
    }
    String path = Sql.strings(connection, "SHOW search_path").get(0);
    Sql.run(connection, "SET LOCAL search_path = " + Identifiers.quote(schema));
    List<String> lines = Sql.strings(connection, Sql.resource("fingerprint"));
    Sql.holds(connection, "SELECT set_config('search_path', ?, true) IS NOT NULL", path);
    return new SchemaFingerprint(lines);
  }

  /** Returns what only one of both has: its lines after {@code +}, the other's after {@code -}. */
  public List<String> differences(SchemaFingerprint other) {
    return java.util.stream.Stream.concat(
            lines.stream().filter(line -> !other.lines.contains(line)).map(line -> "+ " + line),
            other.lines.stream().filter(line -> !lines.contains(line)).map(line -> "- " + line))
        .toList();
  }
}
