package io.croft.jdbc;

import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLInvalidAuthorizationSpecException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLNonTransientException;
import java.sql.SQLSyntaxErrorException;
import java.sql.SQLTransactionRollbackException;
import java.sql.SQLTransientConnectionException;
import java.sql.SQLTransientException;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.GT;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;

/**
 * The errors of the data plane as JDBC knows them. Each that Croft raises itself has a {@link
 * CroftException} as its cause, which carries the stable code and the hint.
 */
final class Errors {

  static final String NOT_OPEN = "08003";
  static final String UNREACHABLE = "08001";
  static final String REJECTED = "08004";
  static final String NO_ROOM = "53300";
  static final String OVER_LIMIT = "53400";
  static final String REPEAT = "40001";
  static final String CANCELLED = "57014";
  static final String FAILED_TRANSACTION = "25P02";
  static final String ACTIVE_TRANSACTION = "25001";
  static final String READ_ONLY = "25006";
  static final String WRONG_STATE = "55000";
  static final String NO_TENANT = "TN006";

  private Errors() {}

  static SQLException of(ErrorCode code, String message, String hint, @Nullable Throwable cause) {
    return of(new CroftException(code, message, hint, cause));
  }

  /** Returns {@code error} as the kind of SQLException that callers and frameworks expect. */
  static SQLException of(CroftException error) {
    String text = error.code().code() + ": " + error.getMessage() + " (" + error.hint() + ")";
    return switch (error.code()) {
      case NO_TENANT_IN_SCOPE -> new SQLNonTransientException(text, NO_TENANT, error);
      case TENANT_UNKNOWN, TENANT_NOT_ACTIVE, ACCESS_UNKNOWN, SERVER_UNKNOWN ->
          new SQLNonTransientConnectionException(text, REJECTED, error);
      case SESSION_OF_ANOTHER_SCOPE -> new SQLNonTransientException(text, WRONG_STATE, error);
      case FENCE_TIMEOUT -> new SQLTransactionRollbackException(text, REPEAT, error);
      case TENANT_OVER_LIMIT -> new SQLTransientConnectionException(text, OVER_LIMIT, error);
      case CONNECTION_TIMEOUT, BUDGET_TOO_SMALL ->
          new SQLTransientConnectionException(text, NO_ROOM, error);
      case SERVER_UNREACHABLE, CATALOG_UNREACHABLE ->
          new SQLTransientConnectionException(text, UNREACHABLE, error);
      case LOGIN_REFUSED -> new SQLInvalidAuthorizationSpecException(text, "28000", error);
      case BULK_LOAD_REFUSED -> new SQLSyntaxErrorException(text, "42000", error);
      case BULK_ROW_INVALID -> new SQLDataException(text, "22000", error);
      case INTERRUPTED -> new SQLTransientException(text, CANCELLED, error);
      default -> new SQLNonTransientException(text, "58000", error);
    };
  }

  /**
   * Returns what the driver would raise, for calls that Croft answers without it: its own class,
   * its own words, in the language that it would choose.
   *
   * @param message a message of the driver, as its translations know it
   */
  static SQLException ofDriver(String message, PSQLState state, Object... values) {
    return new PSQLException(GT.tr(message, values), state);
  }

  /**
   * Returns what the server says to a statement that the application has cancelled.
   *
   * @param met what the statement has met before the cancel
   */
  static SQLException cancelled(SQLException met) {
    if (CANCELLED.equals(met.getSQLState())) {
      return met;
    }
    return new PSQLException(
        "ERROR: canceling statement due to user request", PSQLState.QUERY_CANCELED, met);
  }

  static SQLException closed(String what) {
    return new SQLNonTransientConnectionException(what + " is closed", NOT_OPEN);
  }

  static SQLException unsupported(String what) {
    return new SQLFeatureNotSupportedException(what, "0A000");
  }

  static SQLException interrupted(String during) {
    Thread.currentThread().interrupt();
    return of(
        ErrorCode.INTERRUPTED,
        "the thread was interrupted while " + during,
        "repeat the transaction when the interruption was not meant to end it",
        null);
  }
}
