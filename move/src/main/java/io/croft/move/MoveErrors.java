package io.croft.move;

import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import io.croft.core.Placement;
import java.sql.SQLException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** Turns what PostgreSQL says to the mover into an error of Croft. */
final class MoveErrors {

  private MoveErrors() {}

  /** Waits for {@code work}, and raises what it has raised. */
  static <T> T join(Future<T> work) throws SQLException {
    try {
      return work.get();
    } catch (InterruptedException e) {
      throw interrupted(e);
    } catch (ExecutionException e) {
      throw raised(e.getCause());
    }
  }

  /** Keeps the thread's interrupt and returns what is to be raised. */
  static CroftException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new CroftException(
        ErrorCode.INTERRUPTED,
        "the move was interrupted",
        "the move can be resumed with croft move resume",
        e);
  }

  /** Raises {@code cause} where the caller declares it; else returns it as an error of Croft. */
  static RuntimeException raised(@Nullable Throwable cause) throws SQLException {
    if (cause instanceof SQLException database) {
      throw database;
    }
    if (cause instanceof RuntimeException unchecked) {
      throw unchecked;
    }
    return unexpected(cause);
  }

  /** Returns what ends a move that nobody has foreseen, such as memory that ran out. */
  static CroftException unexpected(@Nullable Throwable cause) {
    return new CroftException(
        ErrorCode.DATABASE_ERROR,
        "the move failed: " + cause,
        "keep the message and report it; the move can be resumed with croft move resume",
        cause);
  }

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
