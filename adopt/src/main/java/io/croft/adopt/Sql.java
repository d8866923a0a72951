package io.croft.adopt;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where this module's SQL text comes from, and the short ways to run it. */
final class Sql {

  private Sql() {}

  /** Makes one thing of one row. */
  interface Mapper<T> {
    T of(ResultSet row) throws SQLException;
  }

  /** Returns what the query of the resource {@code name}.sql finds. */
  static <T> List<T> read(Connection connection, String name, Mapper<T> mapper)
      throws SQLException {
    return query(connection, resource(name), mapper);
  }

  static <T> List<T> query(Connection connection, String sql, Mapper<T> mapper)
      throws SQLException {
    try (Statement query = connection.createStatement();
        ResultSet row = query.executeQuery(sql)) {
      List<T> found = new ArrayList<>();
      while (row.next()) {
        found.add(mapper.of(row));
      }
      return found;
    }
  }

  static void run(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  static boolean finds(Connection connection, String sql) throws SQLException {
    return !query(connection, sql, row -> true).isEmpty();
  }

  static boolean holds(Connection connection, String sql) throws SQLException {
    return query(connection, sql, row -> row.getBoolean(1)).contains(true);
  }

  /** Returns the texts of an array; none when it is null. */
  static List<String> strings(ResultSet row, String column) throws SQLException {
    @Nullable Array array = row.getArray(column);
    return array == null ? List.of() : List.of((String[]) array.getArray());
  }

  private static String resource(String name) {
    try (InputStream in = Sql.class.getResourceAsStream(name + ".sql")) {
      if (in == null) {
        throw new IllegalStateException(name + ".sql is missing from the jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException(name + ".sql cannot be read", e);
    }
  }
}
