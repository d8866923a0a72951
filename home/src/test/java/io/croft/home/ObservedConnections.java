package io.croft.home;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;

/** Administrator connections on which every statement and commit is announced to an observer. */
final class ObservedConnections implements AdminConnections {

  private final AdminConnections real;
  private final Observer observer;

  ObservedConnections(AdminConnections real, Observer observer) {
    this.real = real;
    this.observer = observer;
  }

  /** Is told before each statement and commit; may raise. */
  interface Observer {
    void before(Connection connection, String sql) throws SQLException;
  }

  @Override
  public Connection open(String server, String database) throws SQLException {
    Connection connection = real.open(server, database);
    return proxy(
        Connection.class,
        (self, method, args) -> {
          if (method.getName().equals("commit")) {
            return observed(connection, "COMMIT", connection, method, args);
          }
          Object result = invoke(connection, method, args);
          return switch (method.getName()) {
            case "createStatement" -> statement(Statement.class, connection, result, "");
            case "prepareStatement" ->
                statement(PreparedStatement.class, connection, result, (String) args[0]);
            default -> result;
          };
        });
  }

  private <T> T statement(Class<T> type, Connection connection, Object statement, String prepared) {
    return proxy(
        type,
        (self, method, args) -> {
          if (!method.getName().startsWith("execute")) {
            return invoke(statement, method, args);
          }
          String sql = args == null ? prepared : (String) args[0];
          return observed(connection, sql, statement, method, args);
        });
  }

  private Object observed(
      Connection connection, String sql, Object target, Method method, Object[] args)
      throws Throwable {
    observer.before(connection, sql);
    return invoke(target, method, args);
  }

  private static Object invoke(Object target, Method method, Object[] args) throws Throwable {
    try {
      return method.invoke(target, args);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private static <T> T proxy(Class<T> type, java.lang.reflect.InvocationHandler handler) {
    return type.cast(
        Proxy.newProxyInstance(
            ObservedConnections.class.getClassLoader(), new Class<?>[] {type}, handler));
  }
}
