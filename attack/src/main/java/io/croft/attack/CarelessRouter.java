package io.croft.attack;

import io.croft.core.TenantId;
import io.croft.core.TenantScope;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Data sources as one writes them in a hurry: the controls of attacks on the router. */
final class CarelessRouter {

  private static final Duration CONSIDERATION = Duration.ofNanos(200_000);

  private CarelessRouter() {}

  /** Returns the data source with that weakness, which may use {@code careful} underneath. */
  static DataSource of(Weakness weakness, DataSource careful, Trial trial) throws SQLException {
    TenantId victim = trial.victim().home().tenant();
    return switch (weakness) {
      case ONE_CONNECTION -> oneConnection(trial);
      case SHARED_FIELD -> sharedField(careful);
      case DEFAULT_TENANT ->
          source(
              () ->
                  TenantScope.current().isPresent()
                      ? careful.getConnection()
                      : RetainedScope.open(victim, careful));
      case WRONG_TENANT -> source(() -> RetainedScope.open(victim, careful));
      case NO_STARTUP_OPTIONS, SIMPLE_PROTOCOL, NAMED_ENTER -> careful;
    };
  }

  private interface Supply {
    Connection get() throws SQLException;
  }

  private static DataSource source(Supply supply) {
    return (DataSource)
        Proxy.newProxyInstance(
            CarelessRouter.class.getClassLoader(),
            new Class<?>[] {DataSource.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("getConnection") && method.getParameterCount() == 0) {
                return supply.get();
              }
              throw new UnsupportedOperationException(method.getName());
            });
  }

  /** One physical connection of the attacker's login serves whoever comes, as it is. */
  private static DataSource oneConnection(Trial trial) throws SQLException {
    Connection physical = trial.outside();
    return source(
        () -> {
          TenantId wanted = TenantScope.require();
          Party party = wanted.equals(trial.own().home().tenant()) ? trial.own() : trial.victim();
          trial.begin(physical, party);
          return handle(physical);
        });
  }

  private static Connection handle(Connection physical) {
    return (Connection)
        Proxy.newProxyInstance(
            CarelessRouter.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, arguments) -> call(physical, method.getName(), method, arguments));
  }

  private static @Nullable Object call(
      Connection physical,
      String name,
      java.lang.reflect.Method method,
      @Nullable Object @Nullable [] arguments)
      throws Throwable {
    if (name.equals("setAutoCommit")) {
      return null;
    }
    if (name.equals("close")) {
      physical.commit();
      return null;
    }
    try {
      return method.invoke(physical, arguments);
    } catch (InvocationTargetException e) {
      throw e.getTargetException();
    }
  }

  /** The tenant stands in a field from the request until the connection is made. */
  private static DataSource sharedField(DataSource careful) {
    AtomicReference<@Nullable TenantId> current = new AtomicReference<>();
    return source(
        () -> {
          current.set(TenantScope.require());
          LockSupport.parkNanos(CONSIDERATION.toNanos());
          TenantId found = current.get();
          return RetainedScope.open(found == null ? TenantScope.require() : found, careful);
        });
  }
}
