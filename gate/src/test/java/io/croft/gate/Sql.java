package io.croft.gate;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/** Short forms of JDBC for tests. */
final class Sql {

  /** What a test does with a connection. */
  interface Action {
    void run() throws SQLException;
  }

  /** The answer of {@link #state} when nothing was refused. */
  static final String FINE = "fine";

  private Sql() {}

  static void run(Connection connection, String sql, @Nullable Object... values)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      bind(statement, values);
      statement.execute();
    }
  }

  /** Runs SQL text as it is, several statements if it holds several. */
  static void script(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Returns how many rows the statement has changed. */
  static int update(Connection connection, String sql, @Nullable Object... values)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      bind(statement, values);
      return statement.executeUpdate();
    }
  }

  /** Returns the first column of all rows as text. */
  static List<String> column(Connection connection, String sql, @Nullable Object... values)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      bind(statement, values);
      try (ResultSet rows = statement.executeQuery()) {
        List<String> column = new ArrayList<>();
        while (rows.next()) {
          column.add(String.valueOf(rows.getString(1)));
        }
        return column;
      }
    }
  }

  /** Returns the first column of the first row as text. */
  static String text(Connection connection, String sql, @Nullable Object... values)
      throws SQLException {
    return column(connection, sql, values).get(0);
  }

  static long number(Connection connection, String sql, @Nullable Object... values)
      throws SQLException {
    return Long.parseLong(text(connection, sql, values));
  }

  /** Returns the SQLSTATE that refuses the action, or {@link #FINE}. */
  static String state(Action action) {
    try {
      action.run();
      return FINE;
    } catch (SQLException e) {
      return String.valueOf(e.getSQLState());
    }
  }

  /** Returns the SQLSTATE that refuses the statement, or {@link #FINE}. */
  static String state(Connection connection, String sql, @Nullable Object... values) {
    return state(() -> run(connection, sql, values));
  }

  /** Returns what COPY TO STDOUT writes. */
  static String copyOut(Connection connection, String sql) throws SQLException {
    StringWriter out = new StringWriter();
    try {
      connection.unwrap(PGConnection.class).getCopyAPI().copyOut(sql, out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toString();
  }

  /** Gives the lines to COPY FROM STDIN. */
  static void copyIn(Connection connection, String sql, String lines) throws SQLException {
    try {
      connection.unwrap(PGConnection.class).getCopyAPI().copyIn(sql, new StringReader(lines));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static int pid(Connection connection) throws SQLException {
    return connection.unwrap(PGConnection.class).getBackendPID();
  }

  private static void bind(PreparedStatement statement, @Nullable Object... values)
      throws SQLException {
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
  }
}
