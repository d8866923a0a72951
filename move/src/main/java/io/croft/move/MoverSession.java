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
 * pinned, so that two servers write the same value alike; a session that nobody drives any more
 * ends soon, so that its locks do; and what it commits is durable, and seen in a stream, at once.
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
      SELECT set_config('synchronous_commit', 'on', false)
      WHERE current_setting('synchronous_commit') IN ('off', 'local');
      SET default_transaction_isolation = 'read committed';
      SET statement_timeout = '60s';
      SET idle_in_transaction_session_timeout = '10s';
      SET tcp_user_timeout = '5s';
      """;

  /**
   * A stream's reader may be busy elsewhere for as long as a statement may run there, and a
   * snapshot is held by an idle session.
   */
  private static final String UNHURRIED =
      """
      SET statement_timeout = 0;
      SET idle_in_transaction_session_timeout = 0;
      SET idle_session_timeout = 0;
      SET tcp_user_timeout = '2min';
      SET wal_sender_timeout = '2min';
      """;

  private MoverSession() {}

  /** Returns a session in autocommit on the database of {@code home}. */
  static Connection open(MoverAccess access, Placement home) {
    return open(access, home, login(access, home), PINNED);
  }

  /**
   * Returns a session on the database of {@code home} that understands the commands of replication
   * beside SQL; no timeout of the server ends it while its owner is there.
   */
  static Connection openReplication(MoverAccess access, Placement home) {
    Properties login = login(access, home);
    login.setProperty("replication", "database");
    login.setProperty("preferQueryMode", "simple");
    login.setProperty("assumeMinServerVersion", "15");
    return open(access, home, login, PINNED + UNHURRIED);
  }

  private static Properties login(MoverAccess access, Placement home) {
    Properties login = new Properties();
    login.setProperty("user", MoverGate.LOGIN);
    login.setProperty("password", access.password(home.server()));
    login.setProperty("ApplicationName", "croft mover " + home.tenant());
    login.setProperty("connectTimeout", "5");
    login.setProperty("tcpKeepAlive", "true");
    return login;
  }

  private static Connection open(
      MoverAccess access, Placement home, Properties login, String settings) {
    try {
      Connection session =
          DriverManager.getConnection(access.jdbcUrl(home.server(), home.database()), login);
      try (Statement statement = session.createStatement()) {
        statement.execute(settings);
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
