package io.croft.jdbc;

import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An array made by the application, before any connection is there; it becomes one of the driver
 * when it is bound. What only the driver knows of it is asked of such a one at the tenant's home.
 */
final class PlainArray implements Array {

  private interface Question {
    @Nullable Object of(Array array) throws SQLException;
  }

  private final Session session;
  private final String typeName;
  private final Object @Nullable [] elements;
  private boolean freed;

  PlainArray(Session session, String typeName, Object @Nullable [] elements) {
    this.session = session;
    this.typeName = typeName;
    this.elements = elements == null ? null : elements.clone();
  }

  Array on(Connection connection) throws SQLException {
    if (freed) {
      throw new SQLException("the array was freed", Errors.WRONG_STATE);
    }
    return connection.createArrayOf(typeName, elements);
  }

  @Override
  public String getBaseTypeName() throws SQLException {
    return typeName;
  }

  @Override
  public int getBaseType() throws SQLException {
    return (Integer) Objects.requireNonNull(ask(Array::getBaseType));
  }

  @Override
  public @Nullable Object getArray() throws SQLException {
    return freed ? null : ask(Array::getArray);
  }

  @Override
  public @Nullable Object getArray(@Nullable Map<String, Class<?>> map) throws SQLException {
    return freed ? null : ask(array -> array.getArray(map));
  }

  @Override
  public @Nullable Object getArray(long index, int count) throws SQLException {
    return freed ? null : ask(array -> array.getArray(index, count));
  }

  @Override
  public @Nullable Object getArray(long index, int count, @Nullable Map<String, Class<?>> map)
      throws SQLException {
    return freed ? null : ask(array -> array.getArray(index, count, map));
  }

  @Override
  public ResultSet getResultSet() throws SQLException {
    return (ResultSet) Objects.requireNonNull(ask(Array::getResultSet));
  }

  @Override
  public ResultSet getResultSet(@Nullable Map<String, Class<?>> map) throws SQLException {
    return (ResultSet) Objects.requireNonNull(ask(array -> array.getResultSet(map)));
  }

  @Override
  public ResultSet getResultSet(long index, int count) throws SQLException {
    return (ResultSet) Objects.requireNonNull(ask(array -> array.getResultSet(index, count)));
  }

  @Override
  public ResultSet getResultSet(long index, int count, @Nullable Map<String, Class<?>> map)
      throws SQLException {
    return (ResultSet) Objects.requireNonNull(ask(array -> array.getResultSet(index, count, map)));
  }

  @Override
  public void free() {
    freed = true;
  }

  private @Nullable Object ask(Question question) throws SQLException {
    return session.answer(
        () ->
            session.run(
                Gateway.Manner.REPEATABLE,
                lease -> DriverObject.guard(session, lease, null, question.of(on(lease.pg())))));
  }
}
