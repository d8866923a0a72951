package io.croft.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;

/**
 * Where a bulk load began: a savepoint, and the transaction that it is in, told by the moment at
 * which the transaction began.
 */
final class BulkStart {

  private static final String BEGUN =
      """
      SELECT (extract(epoch FROM pg_catalog.transaction_timestamp()) * 1000000)::pg_catalog.int8
      """;

  private final Connection connection;
  private final Savepoint savepoint;
  private final long begun;

  private BulkStart(Connection connection, Savepoint savepoint, long begun) {
    this.connection = connection;
    this.savepoint = savepoint;
    this.begun = begun;
  }

  static BulkStart in(Connection connection) throws SQLException {
    Savepoint savepoint = connection.setSavepoint();
    return new BulkStart(connection, savepoint, begun(connection));
  }

  /** Throws when the transaction has ended; what runs now is left as it is. */
  void requireTransaction() throws SQLException {
    if (ended()) {
      throw new SQLException(
          "the transaction in which the bulk load began has ended", Errors.WRONG_STATE);
    }
  }

  void release() throws SQLException {
    connection.releaseSavepoint(savepoint);
  }

  /** Takes back what was done since; there is nothing to take back when the transaction ended. */
  void undo() throws SQLException {
    if (!surelyEnded()) {
      connection.rollback(savepoint);
      release();
    }
  }

  /** Undoes after a failure; what goes wrong then is added to the cause. */
  void undo(Exception cause) {
    try {
      undo();
    } catch (SQLException e) {
      cause.addSuppressed(e);
    }
  }

  private boolean ended() throws SQLException {
    return connection.getAutoCommit() || begun(connection) != begun;
  }

  /** A transaction that has failed does not tell; it may be the load's. */
  private boolean surelyEnded() {
    try {
      return ended();
    } catch (SQLException e) {
      return false;
    }
  }

  private static long begun(Connection connection) throws SQLException {
    try (PreparedStatement read = connection.prepareStatement(BEGUN);
        ResultSet row = read.executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }
}
