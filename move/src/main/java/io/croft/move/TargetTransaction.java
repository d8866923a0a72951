package io.croft.move;

import io.croft.core.Identifiers;
import io.croft.core.Placement;
import io.croft.gate.MoverGate;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * A transaction of the mover that writes to a home which is not open. Triggers of the application
 * and foreign keys do not fire: what they would do has been done at the other home. Names are found
 * as in a tenant's session: checks and generated columns may call functions that have some.
 */
final class TargetTransaction {

  private static final String REPLICA = "SET LOCAL session_replication_role = replica";

  private TargetTransaction() {}

  /** Begins it, for the attempt that holds the home. */
  static void begin(Connection target, Placement home, long token) throws SQLException {
    begin(target, home, token, REPLICA + "; SET LOCAL search_path = " + path(home));
  }

  /**
   * Makes a session ready for many of them, begun by {@link #beginNext}: the driver prepares every
   * statement anew when a search path changes.
   */
  static void prepare(Connection target, Placement home) throws SQLException {
    try (Statement statement = target.createStatement()) {
      statement.execute("SET search_path = " + path(home));
    }
  }

  /** Begins one in a session that was made ready for many. */
  static void beginNext(Connection target, Placement home, long token) throws SQLException {
    begin(target, home, token, REPLICA);
  }

  private static void begin(Connection target, Placement home, long token, String settings)
      throws SQLException {
    target.setAutoCommit(false);
    try (Statement statement = target.createStatement()) {
      statement.execute(settings);
      MoverGate.claim(target, home, token);
    } catch (SQLException e) {
      end(target);
      throw e;
    }
  }

  private static String path(Placement home) {
    return Identifiers.quote(home.schema()) + ", pg_temp";
  }

  /** Rolls back what is not committed; the session is in autocommit again. */
  static void end(Connection target) throws SQLException {
    target.rollback();
    target.setAutoCommit(true);
  }
}
