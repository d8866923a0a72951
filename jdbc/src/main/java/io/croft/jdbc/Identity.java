package io.croft.jdbc;

import java.lang.reflect.Method;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** What every proxy answers about itself. */
final class Identity {

  private Identity() {}

  /** Answers a method of Object; {@code shown} is what toString shows. */
  static Object answer(
      Object proxy, Method method, @Nullable Object @Nullable [] args, Object shown) {
    return switch (method.getName()) {
      case "equals" -> args != null && proxy == args[0];
      case "hashCode" -> System.identityHashCode(proxy);
      default -> shown instanceof Class<?> kind ? "Croft" + kind.getSimpleName() : shown.toString();
    };
  }

  /** Answers {@code unwrap} and {@code isWrapperFor}: a proxy is only what it shows. */
  static Object unwrap(Object proxy, Method method, @Nullable Object @Nullable [] args)
      throws SQLException {
    boolean is = args != null && args[0] instanceof Class<?> wanted && wanted.isInstance(proxy);
    if (method.getName().equals("isWrapperFor")) {
      return is;
    }
    if (is) {
      return proxy;
    }
    throw refuse(args == null ? null : args[0]);
  }

  static SQLException refuse(@Nullable Object wanted) {
    if (!(wanted instanceof Class<?> kind) || !kind.getName().startsWith("org.postgresql.")) {
      String name = wanted instanceof Class<?> kind ? kind.getName() : "null";
      return new SQLException("Cannot unwrap to " + name);
    }
    return Errors.unsupported(
        "the driver's own object is not handed out as "
            + wanted
            + ": it would outlive the transaction and reach another tenant's connection");
  }
}
