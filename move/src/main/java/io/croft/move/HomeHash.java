package io.croft.move;

import io.croft.core.Placement;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A hash of every row of one tenant in one home, table by table: homes with equal hashes hold the
 * same rows. The text form of each row is hashed with two seeds of 64 bits.
 */
record HomeHash(Map<String, TableHash> tables) {

  /** The number, the summed hashes and the size in bytes of the rows of one table. */
  record TableHash(long rows, String first, String second, long bytes) {}

  /** Computes the hash in one round trip; reads every row. */
  static HomeHash of(Connection connection, Placement home, List<TableShape> tables)
      throws SQLException {
    String sql =
        tables.stream()
            .map(table -> table.hash(home.schema(), home.tenant()))
            .collect(Collectors.joining("\nUNION ALL\n"));
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      Map<String, TableHash> hashes = new TreeMap<>();
      while (rows.next()) {
        hashes.put(
            rows.getString(1),
            new TableHash(rows.getLong(2), rows.getString(3), rows.getString(4), rows.getLong(5)));
      }
      return new HomeHash(hashes);
    }
  }

  long rows() {
    return tables.values().stream().mapToLong(TableHash::rows).sum();
  }

  long bytes() {
    return tables.values().stream().mapToLong(TableHash::bytes).sum();
  }

  /** Returns the names of the tables in which {@code other} differs. */
  List<String> differing(HomeHash other) {
    return tables.entrySet().stream()
        .filter(entry -> !entry.getValue().equals(other.tables().get(entry.getKey())))
        .map(Map.Entry::getKey)
        .toList();
  }
}
