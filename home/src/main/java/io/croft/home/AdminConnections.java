package io.croft.home;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * How the control plane reaches its servers: as a superuser, or as a role with CREATEROLE and
 * CREATEDB. Thread-safe.
 */
@FunctionalInterface
public interface AdminConnections {

  /** Opens a new connection to {@code database} on {@code server}; the caller closes it. */
  Connection open(String server, String database) throws SQLException;
}
