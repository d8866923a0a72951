package io.croft.hibernate;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A connection that a session keeps for a transaction: it makes statements only in the scope in
 * which the session was opened, wherever its thread has been in between.
 */
final class ScopedConnection implements InvocationHandler {

  private static final Set<String> STATEMENTS =
      Set.of("createStatement", "prepareStatement", "prepareCall");

  private final Connection connection;
  private final Runnable check;

  private ScopedConnection(Connection connection, Runnable check) {
    this.connection = connection;
    this.check = check;
  }

  /**
   * @param check raises where the session must not be used
   */
  static Connection of(Connection connection, Runnable check) {
    return (Connection)
        Proxy.newProxyInstance(
            ScopedConnection.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            new ScopedConnection(connection, check));
  }

  @Override
  public @Nullable Object invoke(Object self, Method method, @Nullable Object @Nullable [] args)
      throws Throwable {
    if (method.getName().equals("equals")) {
      return args != null && self == args[0];
    }
    if (STATEMENTS.contains(method.getName())) {
      check.run();
    }
    try {
      return method.invoke(connection, args);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
