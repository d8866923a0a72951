package io.croft.jdbc;

import java.io.InputStream;
import java.io.Reader;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Calendar;
import java.util.Date;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PGobject;

/** A call of a JDBC method, to be made on an object of the driver now or later, once or often. */
final class Call {

  private final Method method;
  private final @Nullable Object @Nullable [] args;

  Call(Method method, @Nullable Object @Nullable [] args) {
    this.method = method;
    this.args = args;
  }

  Method method() {
    return method;
  }

  /** Returns the arguments, null where the method takes none; not to be changed. */
  @Nullable Object @Nullable [] args() {
    return args;
  }

  /** Returns a call whose mutable arguments are copied, as they are at this moment. */
  static Call recorded(Method method, @Nullable Object @Nullable [] args) throws SQLException {
    if (args == null) {
      return new Call(method, null);
    }
    @Nullable Object[] copies = new @Nullable Object[args.length];
    for (int i = 0; i < args.length; i++) {
      copies[i] = copy(args[i]);
    }
    return new Call(method, copies);
  }

  /** Returns true when the call can be made again: its arguments are not used up by reading. */
  boolean repeatable() {
    if (args != null) {
      for (@Nullable Object arg : args) {
        if (arg instanceof InputStream || arg instanceof Reader) {
          return false;
        }
      }
    }
    return true;
  }

  /**
   * Returns the call with its SQL text as it runs on {@code lease}; the same where its first
   * argument is none, or runs as it is.
   */
  Call on(Lease lease) {
    if (args == null || args.length == 0 || !(args[0] instanceof String sql)) {
      return this;
    }
    String text = lease.sql(sql);
    if (text.equals(sql)) {
      return this;
    }
    @Nullable Object[] changed = args.clone();
    changed[0] = text;
    return new Call(method, changed);
  }

  /** Makes the call on {@code target}, an object that belongs to {@code connection}. */
  @Nullable Object on(Object target, Connection connection) throws SQLException {
    if (args == null) {
      return invoke(method, target, null);
    }
    @Nullable Object[] resolved = new @Nullable Object[args.length];
    for (int i = 0; i < args.length; i++) {
      resolved[i] = args[i] instanceof PlainArray array ? array.on(connection) : args[i];
    }
    return invoke(method, target, resolved);
  }

  /** Calls a method of JDBC by reflection and lets its own exception through. */
  static @Nullable Object invoke(Method method, Object target, @Nullable Object @Nullable [] args)
      throws SQLException {
    try {
      return method.invoke(target, args);
    } catch (InvocationTargetException e) {
      Throwable cause = e.getCause();
      if (cause instanceof SQLException sql) {
        throw sql;
      }
      if (cause instanceof RuntimeException runtime) {
        throw runtime;
      }
      if (cause instanceof Error error) {
        throw error;
      }
      throw new SQLException("the driver failed in " + method.getName(), cause);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("a method of JDBC is not accessible: " + method, e);
    }
  }

  // JDBC's own date types extend the old one.
  @SuppressWarnings("JavaUtilDate")
  private static @Nullable Object copy(@Nullable Object value) throws SQLException {
    if (value instanceof byte[] bytes) {
      return bytes.clone();
    }
    if (value instanceof Date date) {
      return date.clone();
    }
    if (value instanceof Calendar calendar) {
      return calendar.clone();
    }
    if (value instanceof Object[] array) {
      return array.clone();
    }
    if (value instanceof PGobject object) {
      try {
        return object.clone();
      } catch (CloneNotSupportedException e) {
        throw new SQLException("a parameter of type " + object.getType() + " is not copyable", e);
      }
    }
    if (value != null
        && Proxy.isProxyClass(value.getClass())
        && Proxy.getInvocationHandler(value) instanceof DriverObject object) {
      return object.target();
    }
    return value;
  }
}
