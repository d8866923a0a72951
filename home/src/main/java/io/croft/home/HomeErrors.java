package io.croft.home;

import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import java.sql.SQLException;

/** What the control plane is told when a server refuses. */
final class HomeErrors {

  private HomeErrors() {}

  static CroftException failed(String what, SQLException cause) {
    return new CroftException(
        ErrorCode.DATABASE_ERROR,
        what + ": " + cause.getMessage(),
        "look into the server's log, then repeat: the work continues where it stopped",
        cause);
  }
}
