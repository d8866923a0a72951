package io.croft.move;

import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import io.croft.core.Placement;
import io.croft.gate.MoverGate;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens sessions of the mover's login. Everything that decides how a value is written as text is
 * pinned, so that two servers write the same value alike; a session that nobody drives any more
 * ends soon, so that its locks do; and what it commits is durable, and seen in a stream, at once.
 */
final class MoverSession {

  private static final Logger LOG = LoggerFactory.getLogger(MoverSession.class);

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
      SET array_nulls = on;
      SET standard_conforming_strings = on;
      SET quote_all_identifiers = off;
      SET row_security = off;
      SET jit = off;
      SELECT set_config('synchronous_commit', 'on', false)
      WHERE current_setting('synchronous_commit') IN ('off', 'local');
      SET default_transaction_isolation = 'read committed';
      SET statement_timeout = '60s';
      SET idle_in_transaction_session_timeout = '10s';
      SET idle_session_timeout = 0;
      SET tcp_user_timeout = '5s';
      """;

  /** So long a server may be silent beyond what a statement may take there. */
  private static final Duration SILENCE = Duration.ofSeconds(15);

  private static final Duration STATEMENT = Duration.ofSeconds(60);

  /** A slot may be waited for, and the end of another reader of it; a stream is polled. */
  private static final Duration REPLICATION = Duration.ofMinutes(2);

  /**
   * A stream's reader may be busy elsewhere for as long as a statement may run there, and a
   * snapshot is held by an idle session.
   */
  private static final String UNHURRIED =
      """
      SET statement_timeout = 0;
      SET idle_in_transaction_session_timeout = 0;
      SET tcp_user_timeout = '2min';
      SET wal_sender_timeout = '2min';
      """;

  private MoverSession() {}

  /** Returns a session in autocommit on the database of {@code home}. */
  static Connection open(MoverAccess access, Placement home) {
    try {
      Connection session =
          access.session(
              home, () -> open(access, home, login(access, home, STATEMENT), PINNED), PINNED);
      return begun(session, opened -> await(opened, STATEMENT));
    } catch (SQLException e) {
      throw unreachable(home, e);
    }
  }

  /**
   * Returns a session on the database of {@code home} that understands the commands of replication
   * beside SQL; no timeout of the server ends it while its owner is there.
   */
  static Connection openReplication(MoverAccess access, Placement home) {
    Properties login = login(access, home, REPLICATION);
    login.setProperty("replication", "database");
    login.setProperty("preferQueryMode", "simple");
    login.setProperty("assumeMinServerVersion", "15");
    return open(access, home, login, PINNED + UNHURRIED);
  }

  /** Opens a session for each of the homes; where one is refused, those before it are closed. */
  static List<Connection> openAll(MoverAccess access, Placement... homes) {
    List<Connection> sessions = new ArrayList<>();
    try {
      for (Placement home : homes) {
        sessions.add(open(access, home));
      }
      return sessions;
    } catch (CroftException e) {
      closeAfter(e, sessions);
      throw e;
    }
  }

  /** Closes all of the sessions. The end of one that is broken takes nothing back. */
  static void closeAll(List<Connection> sessions) {
    for (Connection session : sessions) {
      try {
        session.close();
      } catch (SQLException e) {
        LOG.debug("a session of a move was broken when it was closed", e);
      }
    }
  }

  /** Closes all of the sessions of work that has failed. */
  static void closeAfter(Exception cause, List<Connection> sessions) {
    for (Connection session : sessions) {
      try {
        session.close();
      } catch (SQLException e) {
        cause.addSuppressed(e);
      }
    }
  }

  /** Lets each statement of the transaction that {@code session} is in take so long. */
  static void allow(Connection session, Duration longest) throws SQLException {
    try (Statement statement = session.createStatement()) {
      statement.execute("SET LOCAL statement_timeout = " + longest.toMillis());
    }
    await(session, longest);
  }

  /** Waits for the answer to a statement that may take so long. */
  static void await(Connection session, Duration longest) throws SQLException {
    session.setNetworkTimeout(Runnable::run, Math.toIntExact(longest.plus(SILENCE).toMillis()));
  }

  /**
   * @param longest what a statement may take; a connection that is silent for longer is given up
   */
  private static Properties login(MoverAccess access, Placement home, Duration longest) {
    Properties login = new Properties();
    login.setProperty("user", MoverGate.LOGIN);
    login.setProperty("password", access.password(home.server()));
    login.setProperty("ApplicationName", "croft mover " + home.tenant());
    login.setProperty("connectTimeout", "5");
    login.setProperty("loginTimeout", "10");
    login.setProperty("socketTimeout", Long.toString(longest.plus(SILENCE).toSeconds()));
    login.setProperty("tcpKeepAlive", "true");
    return login;
  }

  private static Connection open(
      MoverAccess access, Placement home, Properties login, String settings) {
    try {
      return begun(
          DriverManager.getConnection(access.jdbcUrl(home.server(), home.database()), login),
          opened -> {
            try (Statement statement = opened.createStatement()) {
              statement.execute(settings);
            }
          });
    } catch (SQLException e) {
      throw unreachable(home, e);
    }
  }

  /** What a session begins with. */
  private interface Beginning {
    void of(Connection session) throws SQLException;
  }

  /** Returns the session after its beginning; where that fails, nobody has the session. */
  private static Connection begun(Connection session, Beginning beginning) throws SQLException {
    try {
      beginning.of(session);
      return session;
    } catch (SQLException e) {
      closeAfter(e, List.of(session));
      throw e;
    }
  }

  private static CroftException unreachable(Placement home, SQLException e) {
    return new CroftException(
        ErrorCode.SERVER_UNREACHABLE,
        "the mover cannot reach database %s of server %s: %s"
            .formatted(home.database(), home.server(), e.getMessage()),
        "see that the server runs; the move can be resumed then",
        e);
  }
}
