package io.croft.jdbc;

import io.croft.catalog.Catalog;
import io.croft.catalog.Endpoint;
import io.croft.core.Access;
import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import io.croft.core.Isolation;
import io.croft.core.Placement;
import io.croft.core.TenantId;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A connection to the pool of some server that no tenant has entered. It is closed, not kept, when
 * it is given back: statements that its user keeps must reach no tenant.
 */
final class ModelConnection implements InvocationHandler {

  private static final TenantId NOBODY = new TenantId(new UUID(0, 0));

  private final Lease lease;

  private ModelConnection(Lease lease) {
    this.lease = lease;
  }

  /** Asks one server after the other: one that does not answer holds nobody up. */
  static Connection open(Catalog catalog, Servers servers) throws SQLException {
    SQLException failure = new SQLException("the catalog has no server", Errors.WRONG_STATE);
    for (String server : servers(catalog)) {
      try {
        return open(server, servers);
      } catch (SQLException e) {
        failure = e;
        if (!isUnreachable(e)) {
          throw e;
        }
      }
    }
    throw failure;
  }

  private static boolean isUnreachable(SQLException e) {
    return e.getCause() instanceof CroftException cause
        && (cause.code() == ErrorCode.SERVER_UNREACHABLE
            || cause.code() == ErrorCode.CONNECTION_TIMEOUT);
  }

  private static Connection open(String server, Servers servers) throws SQLException {
    Placement pool = Placement.of(NOBODY, Isolation.POOL, server, 1);
    Lease lease = servers.lease(pool, Access.FULL, true);
    lease.unused();
    lease.doom();
    return (Connection)
        Proxy.newProxyInstance(
            ModelConnection.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            new ModelConnection(lease));
  }

  private static List<String> servers(Catalog catalog) throws SQLException {
    try {
      return catalog.endpoints().stream().map(Endpoint::server).toList();
    } catch (CroftException e) {
      throw Errors.of(e);
    }
  }

  @Override
  public @Nullable Object invoke(Object self, Method method, @Nullable Object @Nullable [] args)
      throws Throwable {
    if (method.getDeclaringClass() == Object.class) {
      return Identity.answer(self, method, args, Connection.class);
    }
    switch (method.getName()) {
      case "close" -> {
        lease.release();
        return null;
      }
      case "isClosed" -> {
        return !lease.active();
      }
      default -> {
        if (!lease.active()) {
          throw Errors.closed("the connection");
        }
        return Call.invoke(method, lease.pg(), args);
      }
    }
  }
}
