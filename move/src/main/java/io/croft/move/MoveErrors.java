package io.croft.move;

import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import io.croft.core.Placement;
import java.sql.SQLException;

/** Turns what PostgreSQL says to the mover into an error of Croft. */
final class MoveErrors {

  private MoveErrors() {}

  static CroftException database(Placement home, SQLException e) {
    String state = e.getSQLState() == null ? "" : e.getSQLState();
    boolean connection = state.startsWith("08") || state.startsWith("57P");
    return new CroftException(
        connection ? ErrorCode.SERVER_UNREACHABLE : ErrorCode.DATABASE_ERROR,
        "the move of tenant %s at %s failed: %s (SQLSTATE %s)"
            .formatted(home.tenant(), home.summary(), e.getMessage(), state),
        "the move can be resumed with croft move resume when the cause is gone",
        e);
  }
}
