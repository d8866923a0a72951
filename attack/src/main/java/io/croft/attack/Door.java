package io.croft.attack;

import io.croft.catalog.Catalog;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/**
 * How the suite's own connections reach a server: directly, or through something in between, such
 * as a pooler. Attacks that need one session for two tenants use one connection for both, so that
 * they mean the same behind any door. Thread-safe.
 */
@FunctionalInterface
public interface Door {

  /**
   * Opens a connection to {@code database} on {@code server}; the caller closes it.
   *
   * @param properties of the PostgreSQL driver, with the login, its password and the settings that
   *     production connections start with ({@code options}); a door through a pooler that knows no
   *     such settings leaves them out
   */
  Connection open(String server, String database, Properties properties) throws SQLException;

  /**
   * Returns true when a connection has one backend of its own whose process id the driver knows, so
   * that seals are bound to it; false behind a pooler.
   */
  default boolean bindsBackends() {
    return true;
  }

  /** Returns the door that leads straight to the endpoints of the catalog. */
  static Door direct(Catalog catalog) {
    return (server, database, properties) ->
        DriverManager.getConnection(catalog.endpoint(server).jdbcUrl(database), properties);
  }
}
