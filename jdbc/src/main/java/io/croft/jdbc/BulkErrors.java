package io.croft.jdbc;

import io.croft.core.ErrorCode;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;

/** How a bulk load fails. */
final class BulkErrors {

  private BulkErrors() {}

  static SQLException refused(String message, String hint) {
    return Errors.of(ErrorCode.BULK_LOAD_REFUSED, message, hint, null);
  }

  /** Takes back what was done since {@code start}; what goes wrong then is added to the cause. */
  static void undo(Connection connection, Savepoint start, Exception cause) {
    try {
      connection.rollback(start);
      connection.releaseSavepoint(start);
    } catch (SQLException e) {
      cause.addSuppressed(e);
    }
  }
}
