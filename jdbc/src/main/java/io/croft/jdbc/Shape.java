package io.croft.jdbc;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLState;

/**
 * What the application has asked of its connection, to be applied to whichever physical connection
 * carries the next transaction.
 *
 * @param readOnly whether transactions begin READ ONLY
 * @param isolation a level of {@link Connection}
 * @param holdability of result sets, as in {@link ResultSet}
 * @param networkTimeoutMillis how long the driver waits for an answer, 0 for ever
 * @param applicationName what {@code pg_stat_activity} shows, null for the data source's
 */
record Shape(
    boolean readOnly,
    int isolation,
    int holdability,
    int networkTimeoutMillis,
    @Nullable String applicationName) {

  static final Shape DEFAULT =
      new Shape(
          false, Connection.TRANSACTION_READ_COMMITTED, ResultSet.CLOSE_CURSORS_AT_COMMIT, 0, null);

  static void requireIsolation(int level) throws SQLException {
    switch (level) {
      case Connection.TRANSACTION_READ_UNCOMMITTED,
          Connection.TRANSACTION_READ_COMMITTED,
          Connection.TRANSACTION_REPEATABLE_READ,
          Connection.TRANSACTION_SERIALIZABLE -> {}
      default ->
          throw Errors.ofDriver(
              "Transaction isolation level {0} not supported.", PSQLState.NOT_IMPLEMENTED, level);
    }
  }

  static void requireHoldability(int holdability) throws SQLException {
    if (holdability != ResultSet.CLOSE_CURSORS_AT_COMMIT
        && holdability != ResultSet.HOLD_CURSORS_OVER_COMMIT) {
      throw Errors.ofDriver(
          "Unknown ResultSet holdability setting: {0}.",
          PSQLState.INVALID_PARAMETER_VALUE, holdability);
    }
  }

  Shape withReadOnly(boolean value) {
    return new Shape(value, isolation, holdability, networkTimeoutMillis, applicationName);
  }

  Shape withIsolation(int value) {
    return new Shape(readOnly, value, holdability, networkTimeoutMillis, applicationName);
  }

  Shape withHoldability(int value) {
    return new Shape(readOnly, isolation, value, networkTimeoutMillis, applicationName);
  }

  Shape withNetworkTimeout(int millis) {
    return new Shape(readOnly, isolation, holdability, millis, applicationName);
  }

  Shape withApplicationName(@Nullable String name) {
    return new Shape(readOnly, isolation, holdability, networkTimeoutMillis, name);
  }

  /** Returns true when a statement needs no transaction block to run in this shape. */
  boolean needsNoBlock() {
    return !readOnly
        && isolation == Connection.TRANSACTION_READ_COMMITTED
        && applicationName == null;
  }

  /** Returns the statement that gives a transaction this shape, whatever the session's defaults. */
  String setTransaction() {
    return "SET TRANSACTION ISOLATION LEVEL "
        + isolationSql()
        + (readOnly ? ", READ ONLY" : ", READ WRITE")
        + ", NOT DEFERRABLE";
  }

  /** Returns the level as SQL spells it. */
  String isolationSql() {
    return switch (isolation) {
      case Connection.TRANSACTION_READ_UNCOMMITTED -> "READ UNCOMMITTED";
      case Connection.TRANSACTION_READ_COMMITTED -> "READ COMMITTED";
      case Connection.TRANSACTION_REPEATABLE_READ -> "REPEATABLE READ";
      case Connection.TRANSACTION_SERIALIZABLE -> "SERIALIZABLE";
      default -> throw new IllegalArgumentException("not an isolation level: " + isolation);
    };
  }
}
