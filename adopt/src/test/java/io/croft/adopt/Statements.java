package io.croft.adopt;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** Says the statements of an application and notes what is answered. */
final class Statements {

  private Statements() {}

  /** Returns each statement with its answer: rows, a number of rows, or an error. */
  static List<String> play(Connection connection, String script) throws SQLException {
    List<String> answers = new ArrayList<>();
    try (Statement statement = connection.createStatement()) {
      for (String sql : script.split("\n\n+", -1)) {
        answers.add(sql.strip() + "\n=> " + answer(statement, sql));
      }
    }
    return answers;
  }

  private static String answer(Statement statement, String sql) throws SQLException {
    try {
      return statement.execute(sql)
          ? rows(statement.getResultSet())
          : statement.getUpdateCount() + " rows";
    } catch (PSQLException e) {
      ServerErrorMessage message = Objects.requireNonNull(e.getServerErrorMessage());
      return "error " + message.getSQLState() + " of " + message.getConstraint();
    }
  }

  /** The one column that an application does not expect is the last of SELECT *. */
  private static String rows(ResultSet rows) throws SQLException {
    ResultSetMetaData columns = rows.getMetaData();
    int last = columns.getColumnCount();
    last -= columns.getColumnName(last).equals("tenant_id") ? 1 : 0;
    Stream.Builder<String> text = Stream.builder();
    while (rows.next()) {
      List<String> row = new ArrayList<>();
      for (int i = 1; i <= last; i++) {
        row.add(rows.getString(i));
      }
      text.add(String.join(" | ", row.stream().map(String::valueOf).toList()));
    }
    return String.join("\n   ", text.build().toList());
  }
}
