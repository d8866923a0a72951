package io.croft.catalog;

import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Connections to servers as their administrator. */
final class AdminConnections {

  private final ServerStore servers;

  AdminConnections(ServerStore servers) {
    this.servers = servers;
  }

  Connection open(String name, String database) {
    Server server = servers.server(name);
    String password = servers.adminPassword(name);
    try {
      return Connections.open(
          server.jdbcUrl(database), server.adminUser(), password, "croft control");
    } catch (SQLException e) {
      throw translate(server, database, e);
    }
  }

  private static CroftException translate(Server server, String database, SQLException e) {
    String place = server.name() + " at " + Address.hostAndPort(server.host(), server.port());
    @Nullable String state = e.getSQLState();
    if (state != null && state.startsWith("28")) {
      return new CroftException(
          ErrorCode.LOGIN_REFUSED,
          "server "
              + place
              + " refuses its administrator "
              + server.adminUser()
              + ": "
              + e.getMessage(),
          "give the catalog the right password of that login",
          e);
    }
    if ("3D000".equals(state)) {
      return new CroftException(
          ErrorCode.DATABASE_ERROR,
          "server " + place + " has no database \"" + database + "\"",
          "check that the server was prepared for tenants",
          e);
    }
    return new CroftException(
        ErrorCode.SERVER_UNREACHABLE,
        "server " + place + " does not answer: " + e.getMessage(),
        "check that it runs and that its host and port in the catalog are right",
        e);
  }
}
