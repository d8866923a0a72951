package io.croft.attack;

import java.sql.Connection;
import java.sql.SQLException;

/** What an attack may use on a server that Croft started itself, and nowhere else. */
interface Backstage {

  /** Opens a superuser's connection, which the caller closes. */
  Connection admin(String database) throws SQLException;

  /** Opens a connection of the mover's login, which the caller closes. */
  Connection mover(String database) throws SQLException;
}
