package io.croft.watch;

import java.sql.Connection;
import java.sql.SQLException;

/** Opens connections to one server as its administrator. */
@FunctionalInterface
interface Administrator {

  /** Opens a connection to {@code database}; the caller closes it. */
  Connection open(String database) throws SQLException;
}
