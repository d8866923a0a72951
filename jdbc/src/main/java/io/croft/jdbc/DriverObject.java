package io.croft.jdbc;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.ParameterMetaData;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Wrapper;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLState;

/**
 * A result set, array or description of the driver as the application holds it. While the lease
 * lasts every call goes through; afterwards only what is answered from memory, because the
 * connection may be another tenant's.
 */
final class DriverObject implements InvocationHandler, Lease.Guest {

  /** What sends a statement of its own. */
  private static final Set<String> ROW_CHANGES =
      Set.of("insertRow", "updateRow", "deleteRow", "refreshRow");

  private final Session session;
  private final Lease lease;
  private final Class<?> kind;
  private final Object target;
  private final @Nullable StatementHandle owner;
  private final Object proxy;
  private @Nullable Object columns;

  private DriverObject(
      Session session, Lease lease, Class<?> kind, Object target, @Nullable StatementHandle owner) {
    this.session = session;
    this.lease = lease;
    this.kind = kind;
    this.target = target;
    this.owner = owner;
    this.proxy =
        Proxy.newProxyInstance(DriverObject.class.getClassLoader(), new Class<?>[] {kind}, this);
  }

  /**
   * Returns {@code value} as the application may hold it: objects of the driver that know their
   * connection are guarded, all else is returned as it is.
   *
   * @param owner the statement that produced a result set, null where none did
   */
  static @Nullable Object guard(
      Session session, Lease lease, @Nullable StatementHandle owner, @Nullable Object value)
      throws SQLException {
    if (value instanceof ResultSet) {
      return guard(session, lease, ResultSet.class, value, owner);
    }
    if (lease.active()) {
      Detached.learn(value);
    }
    if (value instanceof Array) {
      return guard(session, lease, Array.class, value, null);
    }
    if (value instanceof ResultSetMetaData) {
      return guard(session, lease, ResultSetMetaData.class, value, null);
    }
    if (value instanceof ParameterMetaData) {
      return guard(session, lease, ParameterMetaData.class, value, null);
    }
    if (value instanceof Blob || value instanceof Clob) {
      throw largeObject();
    }
    return value;
  }

  static SQLException largeObject() {
    return Errors.unsupported("large objects belong to no tenant; use bytea or text columns");
  }

  private static Object guard(
      Session session, Lease lease, Class<?> kind, Object target, @Nullable StatementHandle owner) {
    if (lease.guest(target) instanceof DriverObject known) {
      return known.proxy;
    }
    DriverObject handler = new DriverObject(session, lease, kind, target, owner);
    if (kind == ResultSet.class && lease.active()) {
      lease.admit(target, handler);
    }
    return handler.proxy;
  }

  Object target() {
    return target;
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] args)
      throws Throwable {
    if (method.getDeclaringClass() == Object.class) {
      return Identity.answer(proxy, method, args, kind == Array.class ? target : kind);
    }
    if (method.getDeclaringClass() == Wrapper.class) {
      return Identity.unwrap(proxy, method, args);
    }
    if (target instanceof ResultSet rows && method.getName().equals("close")) {
      close(rows);
      return null;
    }
    if (target instanceof ResultSet rows && method.getName().equals("isClosed")) {
      return session.closed() || rows.isClosed();
    }
    return session.answer(() -> answer(method, args));
  }

  private @Nullable Object answer(Method method, @Nullable Object @Nullable [] args)
      throws SQLException {
    if (target instanceof ResultSet rows && method.getName().equals("getStatement")) {
      if (rows.isClosed()) {
        throw Errors.ofDriver("This ResultSet is closed.", PSQLState.OBJECT_NOT_IN_STATE);
      }
      return owner == null ? null : owner.proxy();
    }
    if (Detached.isLargeObject(method)) {
      throw largeObject();
    }
    if (ROW_CHANGES.contains(method.getName())) {
      session.caller().requireScope();
    }
    if (!lease.active()) {
      Detached.Answer answer = Detached.answer(kind, method);
      if (answer.fixed()) {
        return answer.value();
      }
    }
    if (!method.getName().equals("getMetaData")) {
      return guard(session, lease, null, Call.invoke(method, target, args));
    }
    if (columns == null) {
      columns = guard(session, lease, null, Call.invoke(method, target, args));
    }
    return columns;
  }

  private void close(ResultSet rows) throws SQLException {
    session.aloneAnyway(
        () -> {
          lease.forget(target);
          rows.close();
          if (owner != null) {
            owner.resultClosed();
          }
        });
  }

  @Override
  public void leave() {
    if (target instanceof ResultSet rows) {
      Detached.takeAlong(rows, lease, !session.autoCommit());
    }
  }
}
