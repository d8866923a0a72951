package io.croft.gate;

import java.sql.Connection;
import java.sql.SQLException;

/** Runs work in one transaction: the caller's when it has one open, else one of its own. */
final class Transactions {

  private Transactions() {}

  interface Work {
    void run() throws SQLException;
  }

  static void run(Connection connection, Work work) throws SQLException {
    if (!connection.getAutoCommit()) {
      work.run();
      return;
    }
    connection.setAutoCommit(false);
    try {
      work.run();
      connection.commit();
    } catch (SQLException | RuntimeException e) {
      rollback(connection, e);
      throw e;
    } finally {
      connection.setAutoCommit(true);
    }
  }

  private static void rollback(Connection connection, Exception cause) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      cause.addSuppressed(e);
    }
  }
}
