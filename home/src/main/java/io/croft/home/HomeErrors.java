package io.croft.home;

import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import java.sql.SQLException;

/** What the control plane is told when a server refuses. */
final class HomeErrors {

  private HomeErrors() {}

  static CroftException failed(String what, SQLException cause) {
    return new CroftException(
        unreachable(cause) ? ErrorCode.SERVER_UNREACHABLE : ErrorCode.DATABASE_ERROR,
        what + ": " + cause.getMessage(),
        "look into the server's log, then repeat: the work continues where it stopped",
        cause);
  }

  /** Class 08 says that the connection is gone or was never made, 57P that the server ends. */
  private static boolean unreachable(SQLException cause) {
    String state = cause.getSQLState();
    return state != null && (state.startsWith("08") || state.startsWith("57P"));
  }
}
