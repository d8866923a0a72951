package io.croft.frameworks;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.Statement;
import java.util.Collection;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Every SQL text that goes through a data source. */
final class SqlLog {

  private final Collection<String> texts = new ConcurrentLinkedQueue<>();

  /** Returns {@code source} with its SQL noted here. */
  DataSource over(DataSource source) {
    return noting(DataSource.class, source);
  }

  Collection<String> texts() {
    return texts;
  }

  private <T> T noting(Class<T> kind, T target) {
    return kind.cast(
        Proxy.newProxyInstance(
            kind.getClassLoader() == null ? getClass().getClassLoader() : kind.getClassLoader(),
            new Class<?>[] {kind},
            (self, method, args) -> {
              if (args != null && args.length > 0 && args[0] instanceof String sql) {
                texts.add(sql);
              }
              try {
                return noted(method.invoke(target, args));
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }

  private @Nullable Object noted(@Nullable Object value) {
    if (value instanceof Connection connection) {
      return noting(Connection.class, connection);
    }
    // Of the prepared kinds the text is known already.
    boolean plain = value instanceof Statement && !(value instanceof java.sql.PreparedStatement);
    return plain ? noting(Statement.class, (Statement) value) : value;
  }
}
