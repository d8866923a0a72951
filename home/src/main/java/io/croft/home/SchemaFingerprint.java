package io.croft.home;

import io.croft.core.Identifiers;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

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
    return read(connection, schema, "SELECT concat(meaning, beside) FROM line");
  }

  /**
   * Reads what of it decides on what statements of the application do, and how fast: without how
   * rows are stored, published and estimated, and without comments. Servers of different versions
   * tell the same, but for the text of views. Otherwise as {@link #of}.
   */
  static SchemaFingerprint ofMeaning(Connection connection, String schema) throws SQLException {
    return read(connection, schema, "SELECT meaning FROM line WHERE meaning IS NOT NULL");
  }

  private static SchemaFingerprint read(Connection connection, String schema, String select)
      throws SQLException {
    if (connection.getAutoCommit()) {
      return Sql.inTransaction(connection, () -> read(connection, schema, select));
    }
    String path = Sql.strings(connection, "SHOW search_path").get(0);
    Sql.run(connection, "SET LOCAL search_path = " + Identifiers.quote(schema));
    List<String> lines = Sql.strings(connection, Sql.resource("fingerprint") + select);
    Sql.holds(connection, "SELECT set_config('search_path', ?, true) IS NOT NULL", path);
    return new SchemaFingerprint(lines.stream().sorted().toList());
  }

  /** Returns what only one of both has: its lines after {@code +}, the other's after {@code -}. */
  public List<String> differences(SchemaFingerprint other) {
    return Stream.concat(
            only(lines, other.lines).map(line -> "+ " + line),
            only(other.lines, lines).map(line -> "- " + line))
        .toList();
  }

  private static Stream<String> only(List<String> lines, List<String> others) {
    Set<String> known = new HashSet<>(others);
    return lines.stream().filter(line -> !known.contains(line));
  }
}
