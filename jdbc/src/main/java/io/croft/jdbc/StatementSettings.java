package io.croft.jdbc;

import java.lang.reflect.Method;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.jdbc.PgStatement;
import org.postgresql.util.PSQLState;

/**
 * Refuses the settings of a statement that the driver would refuse when they are set: here they are
 * only applied when the statement executes.
 */
final class StatementSettings {

  private StatementSettings() {}

  static void require(Method setter, @Nullable Object @Nullable [] args) throws SQLException {
    requireImplemented(setter);
    if (args == null || args.length != 1 || !(args[0] instanceof Integer value)) {
      return;
    }
    switch (setter.getName()) {
      case "setMaxRows" ->
          require(
              value >= 0,
              "Maximum number of rows must be a value greater than or equal to 0.",
              value);
      case "setMaxFieldSize" ->
          require(
              value >= 0,
              "The maximum field size must be a value greater than or equal to 0.",
              value);
      case "setQueryTimeout" ->
          require(value >= 0, "Query timeout must be a value greater than or equals to 0.", value);
      case "setFetchSize" ->
          require(value >= 0, "Fetch size must be a value greater than or equal to 0.", value);
      case "setFetchDirection" ->
          require(
              value == ResultSet.FETCH_FORWARD
                  || value == ResultSet.FETCH_REVERSE
                  || value == ResultSet.FETCH_UNKNOWN,
              "Invalid fetch direction constant: {0}.",
              value);
      default -> {}
    }
  }

  /** Refuses what the driver does not know, as the driver does. */
  static void requireImplemented(Method method) throws SQLException {
    if (method.getName().endsWith("LargeMaxRows")) {
      throw Driver.notImplemented(PgStatement.class, method.getName());
    }
  }

  private static void require(boolean right, String otherwise, int value) throws SQLException {
    if (!right) {
      throw Errors.ofDriver(otherwise, PSQLState.INVALID_PARAMETER_VALUE, value);
    }
  }
}
