package io.croft.gate;

import io.croft.core.Placement;
import java.sql.Connection;
import java.sql.SQLException;

/** Something that the gate must not let through. */
interface Attack {

  /** Tries it on a gate; true when it succeeded. */
  boolean through(GateDatabase gate) throws SQLException;

  /** Tells whether the connection can read a row of the victim in this relation. */
  static boolean reads(Placement victim, Connection connection, String relation) {
    try {
      String count = "SELECT count(*) FROM " + relation + " WHERE tenant_id = ?";
      return Sql.number(connection, count, victim.tenant().value()) > 0;
    } catch (SQLException refused) {
      return false;
    }
  }

  /** Tells whether nothing refuses the action. */
  static boolean succeeds(Sql.Action action) {
    return Sql.state(action).equals(Sql.FINE);
  }

  /** Tells whether the attempt gets its fence. */
  static boolean fences(Attempt attempt) {
    try {
      return attempt.fence();
    } catch (SQLException refused) {
      return false;
    }
  }
}
