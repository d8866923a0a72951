package io.croft.move;

import io.croft.core.Placement;
import java.sql.Connection;
import java.sql.SQLException;

/** How the mover reaches the servers. */
interface MoverAccess {

  /** Returns the address of one database. */
  String jdbcUrl(String server, String database);

  /** Returns the password of the mover's login. */
  String password(String server);

  /** Opens a session. */
  interface Opening {
    Connection open() throws SQLException;
  }

  /**
   * Returns a session on the database of {@code home}, in autocommit and just begun: a new one, or
   * one that has been used for another move.
   *
   * @param settings with which each session begins
   */
  default Connection session(Placement home, Opening opening, String settings) throws SQLException {
    return opening.open();
  }
}
