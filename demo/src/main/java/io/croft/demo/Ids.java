package io.croft.demo;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Takes identifiers from a table's sequence before the rows exist, as object mappers do. */
final class Ids {

  private static final String RESERVE =
      """
      SELECT nextval(pg_get_serial_sequence(?, 'id'))
        FROM generate_series(1, ?)
      """;

  private Ids() {}

  static long[] reserve(Connection connection, String table, int count) throws SQLException {
    long[] ids = new long[count];
    try (PreparedStatement statement = connection.prepareStatement(RESERVE)) {
      statement.setString(1, table);
      statement.setInt(2, count);
      try (ResultSet rows = statement.executeQuery()) {
        for (int i = 0; i < count && rows.next(); i++) {
          ids[i] = rows.getLong(1);
        }
      }
    }
    return ids;
  }
}
