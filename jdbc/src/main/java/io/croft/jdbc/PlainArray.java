package io.croft.jdbc;

import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An array made by the application, before any connection is there; it becomes one of the driver
 * when it is bound. Type codes and result sets of it are not known before that.
 */
final class PlainArray implements Array {

  private final String typeName;
  private Object @Nullable [] elements;

  PlainArray(String typeName, Object[] elements) {
    this.typeName = typeName;
    this.elements = elements.clone();
  }

  Array on(Connection connection) throws SQLException {
    return connection.createArrayOf(typeName, elements());
  }

  @Override
  public String getBaseTypeName() throws SQLException {
    return typeName;
  }

  @Override
  public Object getArray() throws SQLException {
    return elements().clone();
  }

  @Override
  public Object getArray(long index, int count) throws SQLException {
    int from = Math.toIntExact(index - 1);
    return Arrays.copyOfRange(elements(), from, from + count);
  }

  @Override
  public void free() {
    elements = null;
  }

  @Override
  public int getBaseType() throws SQLException {
    throw notYet();
  }

  @Override
  public Object getArray(Map<String, Class<?>> map) throws SQLException {
    throw notYet();
  }

  @Override
  public Object getArray(long index, int count, Map<String, Class<?>> map) throws SQLException {
    throw notYet();
  }

  @Override
  public ResultSet getResultSet() throws SQLException {
    throw notYet();
  }

  @Override
  public ResultSet getResultSet(Map<String, Class<?>> map) throws SQLException {
    throw notYet();
  }

  @Override
  public ResultSet getResultSet(long index, int count) throws SQLException {
    throw notYet();
  }

  @Override
  public ResultSet getResultSet(long index, int count, Map<String, Class<?>> map)
      throws SQLException {
    throw notYet();
  }

  private Object[] elements() throws SQLException {
    Object @Nullable [] present = elements;
    if (present == null) {
      throw new SQLException("the array was freed", Errors.WRONG_STATE);
    }
    return present;
  }

  private static SQLException notYet() {
    return Errors.unsupported("an array of the application is known to the server once bound");
  }
}
