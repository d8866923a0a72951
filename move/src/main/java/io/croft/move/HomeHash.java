package io.croft.move;

import io.croft.core.Placement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.postgresql.PGStatement;

/**
 * A hash of every row of one tenant in one home, by table and bucket: homes with equal hashes hold
 * the same rows. The text form of each row is hashed with two seeds of 64 bits.
 */
record HomeHash(Map<String, Map<Integer, Bucket>> tables) {

  /** The number, the summed hashes and the size in bytes of the rows of one bucket. */
  record Bucket(long rows, String first, String second, long bytes) {}

  /**
   * Computes the hash in one round trip; reads every row. The session keeps the statement, which is
   * planned once for all calls with the same tables.
   */
  static HomeHash of(Connection connection, Placement home, List<TableShape> tables)
      throws SQLException {
    String sql =
        tables.stream()
            .map(table -> table.hash(home.schema(), home.tenant()))
            .collect(Collectors.joining("\nUNION ALL\n"));
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.unwrap(PGStatement.class).setPrepareThreshold(1);
      try (ResultSet rows = statement.executeQuery()) {
        Map<String, Map<Integer, Bucket>> hashes = new TreeMap<>();
        read(rows, hashes);
        return new HomeHash(hashes);
      }
    }
  }

  /** Computes the hash of all rows but those with these keys, table by table; reads every row. */
  static HomeHash without(
      Connection connection, Placement home, List<TableShape> tables, KeySet keys)
      throws SQLException {
    return without(connection, home, tables, keys, rows -> {});
  }

  /**
   * Computes the same.
   *
   * @param counted hears after each table how many rows it has
   */
  static HomeHash without(
      Connection connection,
      Placement home,
      List<TableShape> tables,
      KeySet keys,
      LongConsumer counted)
      throws SQLException {
    Map<String, Map<Integer, Bucket>> hashes = new TreeMap<>();
    for (TableShape table : tables) {
      List<List<String>> excluded = keys.of(table.name());
      try (PreparedStatement query =
          connection.prepareStatement(table.hashWithout(home.schema(), home.tenant()))) {
        for (int i = 0; i < table.key().size(); i++) {
          query.setObject(i + 1, KeySet.array(excluded, i), Types.OTHER);
        }
        try (ResultSet rows = query.executeQuery()) {
          read(rows, hashes);
        }
      }
      counted.accept(
          hashes.getOrDefault(table.name(), Map.of()).values().stream()
              .mapToLong(Bucket::rows)
              .sum());
    }
    return new HomeHash(hashes);
  }

  private static void read(ResultSet rows, Map<String, Map<Integer, Bucket>> hashes)
      throws SQLException {
    while (rows.next()) {
      hashes
          .computeIfAbsent(rows.getString(1), table -> new HashMap<>())
          .put(
              rows.getInt(2),
              new Bucket(rows.getLong(3), rows.getString(4), rows.getString(5), rows.getLong(6)));
    }
  }

  /** Returns the part of this that concerns these tables. */
  HomeHash of(Set<String> names) {
    Map<String, Map<Integer, Bucket>> part = new TreeMap<>(tables);
    part.keySet().retainAll(names);
    return new HomeHash(part);
  }

  long rows() {
    return buckets().mapToLong(Bucket::rows).sum();
  }

  long bytes() {
    return buckets().mapToLong(Bucket::bytes).sum();
  }

  /** Returns the buckets in which {@code other} differs, by the names of their tables. */
  Map<String, Set<Integer>> differences(HomeHash other) {
    Set<String> names = new TreeSet<>(tables.keySet());
    names.addAll(other.tables.keySet());
    Map<String, Set<Integer>> differing = new TreeMap<>();
    for (String name : names) {
      Set<Integer> buckets =
          differences(
              tables.getOrDefault(name, Map.of()), other.tables.getOrDefault(name, Map.of()));
      if (!buckets.isEmpty()) {
        differing.put(name, buckets);
      }
    }
    return differing;
  }

  private static Set<Integer> differences(Map<Integer, Bucket> ours, Map<Integer, Bucket> theirs) {
    Set<Integer> numbers = new TreeSet<>(ours.keySet());
    numbers.addAll(theirs.keySet());
    numbers.removeIf(
        number -> {
          Bucket own = ours.get(number);
          return own != null && own.equals(theirs.get(number));
        });
    return numbers;
  }

  private Stream<Bucket> buckets() {
    return tables.values().stream().flatMap(table -> table.values().stream());
  }
}
