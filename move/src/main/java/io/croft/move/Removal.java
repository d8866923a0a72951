package io.croft.move;

import java.sql.SQLException;

/** Removes something that a move has made, where it is there. */
@FunctionalInterface
interface Removal {

  void run() throws SQLException;
}
