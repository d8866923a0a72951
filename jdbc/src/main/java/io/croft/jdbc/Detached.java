package io.croft.jdbc;

import java.lang.reflect.Method;
import java.sql.Array;
import java.sql.ParameterMetaData;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.TypeInfo;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an object of the driver still answers when its connection has been given back: rows that are
 * in memory, and nothing for which the driver would send a query.
 */
final class Detached {

  private static final Logger LOG = LoggerFactory.getLogger(Detached.class);

  private static final Set<String> LARGE_OBJECTS = Set.of("getBlob", "getClob", "getNClob");

  private static final Set<String> MOVES =
      Set.of(
          "next",
          "previous",
          "first",
          "last",
          "absolute",
          "relative",
          "beforeFirst",
          "afterLast",
          "isFirst",
          "isLast",
          "isBeforeFirst",
          "isAfterLast",
          "wasNull",
          "findColumn",
          "rowUpdated",
          "rowInserted",
          "rowDeleted",
          "clearWarnings",
          "setFetchSize",
          "setFetchDirection");

  /** The names of tables are asked from the server; JDBC's words for "not applicable" are not. */
  private static final Set<String> ORIGINS =
      Set.of("getTableName", "getSchemaName", "getCatalogName");

  /**
   * What becomes of a call.
   *
   * @param fixed true when {@code value} is the answer, false when the driver is to be asked
   */
  record Answer(boolean fixed, @Nullable Object value) {}

  private static final Answer FROM_MEMORY = new Answer(false, null);

  private Detached() {}

  static boolean isLargeObject(Method method) {
    return LARGE_OBJECTS.contains(method.getName());
  }

  static Answer answer(Class<?> kind, Method method) throws SQLException {
    String name = method.getName();
    if (kind == ResultSet.class) {
      if (MOVES.contains(name) || name.startsWith("get")) {
        return FROM_MEMORY;
      }
    } else if (kind == ResultSetMetaData.class) {
      if (ORIGINS.contains(name)) {
        return new Answer(true, "");
      }
      if (name.equals("isNullable")) {
        return new Answer(true, ResultSetMetaData.columnNullableUnknown);
      }
      if (!name.equals("isAutoIncrement")) {
        return FROM_MEMORY;
      }
    } else if (kind == ParameterMetaData.class || !name.equals("getResultSet")) {
      return FROM_MEMORY;
    }
    throw new SQLException(
        name
            + " needs the connection, which was given back when the transaction ended"
            + " (call it before, with setAutoCommit(false))",
        Errors.WRONG_STATE);
  }

  /**
   * Lets the driver learn now, on the connection that is still its own, the types it will need for
   * reading the rows. Closes rows that cannot be read without the connection: those of a cursor,
   * and those that name cursors.
   *
   * @param cursors whether the rows may be those of a cursor
   */
  static void takeAlong(ResultSet rows, Lease lease, boolean cursors) {
    try {
      if (rows.isClosed()) {
        return;
      }
      if ((cursors && ofCursor(rows)) || !learnTypes(rows, lease)) {
        rows.close();
      }
    } catch (SQLException e) {
      LOG.debug("a result set was closed with its transaction: {}", e.getMessage());
      close(rows);
    }
  }

  /** Lets the driver learn what a description or array will need. */
  static void learn(@Nullable Object value) throws SQLException {
    if (value instanceof Array array) {
      array.getBaseType();
      array.getBaseTypeName();
    } else if (value instanceof ParameterMetaData parameters) {
      for (int i = 1; i <= parameters.getParameterCount(); i++) {
        parameters.getParameterTypeName(i);
        parameters.getParameterType(i);
      }
    } else if (value instanceof ResultSetMetaData columns) {
      for (int i = 1; i <= columns.getColumnCount(); i++) {
        columns.getColumnTypeName(i);
        columns.getColumnType(i);
      }
    }
  }

  private static boolean ofCursor(ResultSet rows) throws SQLException {
    return rows.getFetchSize() > 0
        && rows.getType() == ResultSet.TYPE_FORWARD_ONLY
        && rows.getStatement().getResultSetHoldability() != ResultSet.HOLD_CURSORS_OVER_COMMIT;
  }

  private static boolean learnTypes(ResultSet rows, Lease lease) throws SQLException {
    ResultSetMetaData columns = rows.getMetaData();
    TypeInfo types = lease.pg().getTypeInfo();
    for (int i = 1; i <= columns.getColumnCount(); i++) {
      if (columns.getColumnType(i) == Types.REF_CURSOR) {
        return false;
      }
      String name = columns.getColumnTypeName(i);
      if (columns.getColumnType(i) == Types.ARRAY) {
        int element = types.getPGArrayElement(types.getPGType(name));
        types.getPGType(element);
        types.getSQLType(element);
      }
    }
    return true;
  }

  private static void close(ResultSet rows) {
    try {
      rows.close();
    } catch (SQLException e) {
      LOG.debug("a result set did not close: {}", e.getMessage());
    }
  }
}
