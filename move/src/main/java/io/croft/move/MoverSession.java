package io.croft.move;

import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import io.croft.core.Placement;
import io.croft.gate.MoverGate;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

/**
 * Opens sessions of the mover's login. Everything that decides how a value is written as text is
 * pinned, so that two servers write the same value alike; and a session that nobody drives any more
 * ends soon, so that its locks do.
 */
final class MoverSession {

  private static final String PINNED =
      """
      SET search_path = pg_catalog, pg_temp;
      SET TimeZone = 'UTC';
      SET DateStyle = 'ISO, YMD';
      SET IntervalStyle = 'postgres';
      SET extra_float_digits = 1;
      SET bytea_output = 'hex';
      SET xmloption = 'content';
      SET lc_monetary = 'C';
      SET row_security = off;
      SET jit = off;
      SET default_transaction_isolation = 'read committed';
      SET statement_timeout = '60s';
      SET idle_in_transaction_session_timeout = '10s';
      SET tcp_user_timeout = '5s';
      """;

  private MoverSession() {}

  /** Returns a session in autocommit on the database of {@code home}. */
  static Connection open(MoverAccess access, Placement home) {
    Properties login = new Properties();
    login.setProperty("user", MoverGate.LOGIN);
    login.setProperty("password", access.password(home.server()));
    login.setProperty("ApplicationName", "croft mover " + home.tenant());
    login.setProperty("connectTimeout", "5");
    login.setProperty("tcpKeepAlive", "true");
    try {
      Connection session =
          DriverManager.getConnection(access.jdbcUrl(home.server(), home.database()), login);
      try (Statement statement = session.createStatement()) {
        statement.execute(PINNED);
      }
      return session;
    } catch (SQLException e) {
      throw new CroftException(
          ErrorCode.SERVER_UNREACHABLE,
          "the mover cannot reach database %s of server %s: %s"
              .formatted(home.database(), home.server(), e.getMessage()),
          "see that the server runs; the move can be resumed then",
          e);
    }
  }
}
