package io.croft.jdbc;

import io.croft.catalog.Endpoint;
import io.croft.core.Access;
import io.croft.core.ErrorCode;
import io.croft.core.Isolation;
import io.croft.core.Placement;
import io.croft.gate.ApplicationSecret;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import java.util.concurrent.ThreadLocalRandom;
import org.postgresql.Driver;
import org.postgresql.PGProperty;
import org.postgresql.jdbc.AutoSave;
import org.postgresql.jdbc.PgConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens physical connections to the homes of one server, as their logins. Thread-safe. */
final class Connector {

  private static final Logger LOG = LoggerFactory.getLogger(Connector.class);
  private static final int DOUBT_MILLIS = 5_000;

  private final Endpoint endpoint;
  private final ApplicationSecret secret;
  private final Options options;
  private final Driver driver = new Driver();
  private final TableKeys keys = new TableKeys();

  Connector(Endpoint endpoint, ApplicationSecret secret, Options options) {
    this.endpoint = endpoint;
    this.secret = secret;
    this.options = options;
  }

  /** Returns what is known of the tables here. */
  TableKeys keys() {
    return keys;
  }

  /** Returns what readies the sessions of these connections. */
  Warmup warmup() {
    return new Warmup(secret);
  }

  /**
   * Returns a new connection to {@code home}, of that access where the login decides on it. It is
   * nobody's until it is assigned.
   *
   * @throws SQLException 08001 with a {@code server-unreachable} cause when the server does not
   *     answer, otherwise the server's own refusal
   */
  PhysicalConnection connect(Placement home, Access access, Allowance allowance)
      throws SQLException {
    SessionSettings start = start(home, allowance);
    Connection opened;
    try {
      opened = driver.connect(endpoint.jdbcUrl(home.database()), properties(home, access, start));
    } catch (SQLException e) {
      throw Errors.UNREACHABLE.equals(e.getSQLState()) || "08006".equals(e.getSQLState())
          ? unreachable(e)
          : e;
    }
    if (opened == null) {
      throw new IllegalStateException("not a PostgreSQL address: " + endpoint.jdbcUrl("..."));
    }
    PgConnection pg = opened.unwrap(PgConnection.class);
    AutoSave autosave = pg.getAutosave();
    pg.setAutosave(AutoSave.NEVER);
    readKeys(pg, home);
    // The socket timeout was for the log-in; a statement may take as long as it likes.
    pg.setNetworkTimeout(Runnable::run, 0);
    return new PhysicalConnection(
        ConnectionKey.of(home, access),
        pg,
        autosave,
        options,
        start,
        System.nanoTime() + lifetime());
  }

  /**
   * Reads the keys again where a statement that ran in an idle connection has put them in doubt.
   *
   * @return false when that failed, and the connection is of no use
   */
  boolean settlesDoubt(PhysicalConnection connection) {
    if (!keys.doubted()) {
      return true;
    }
    try {
      connection.pg().setNetworkTimeout(Runnable::run, DOUBT_MILLIS);
      keys.refresh(connection.pg(), connection.key().schema());
      connection.pg().setNetworkTimeout(Runnable::run, 0);
      return true;
    } catch (SQLException e) {
      LOG.debug("the keys of {} cannot be read: {}", endpoint.server(), e.getMessage());
      return false;
    }
  }

  private void readKeys(PgConnection pg, Placement home) throws SQLException {
    try {
      keys.refresh(pg, home.schema());
    } catch (SQLException e) {
      pg.close();
      throw e;
    }
  }

  /** What is one tenant's in a session of many is said in its transactions. */
  private SessionSettings start(Placement home, Allowance allowance) {
    if (options.pooler() == Pooler.TRANSACTION) {
      return new SessionSettings(options.applicationName(), 0);
    }
    // What a session starts with can be read in it for ever (RESET, pg_settings.reset_val).
    return home.isolation() == Isolation.POOL
        ? new SessionSettings(options.applicationName(), 0)
        : SessionSettings.of(options.applicationName(), home.tenant(), allowance);
  }

  private Properties properties(Placement home, Access access, SessionSettings start) {
    String login = home.loginFor(access);
    Properties properties = new Properties();
    PGProperty.ASSUME_MIN_SERVER_VERSION.set(properties, "15");
    PGProperty.TCP_KEEP_ALIVE.set(properties, true);
    options.driver().forEach(properties::setProperty);
    int seconds = Math.toIntExact(Math.max(1, options.pool().connectionTimeout().toSeconds()));
    PGProperty.CONNECT_TIMEOUT.set(properties, seconds);
    PGProperty.SOCKET_TIMEOUT.set(properties, seconds);
    PGProperty.USER.set(properties, login);
    PGProperty.PASSWORD.set(properties, secret.loginPassword(home.server(), login));
    PGProperty.APPLICATION_NAME.set(properties, start.applicationName());
    switch (options.pooler()) {
      case NONE ->
          PGProperty.OPTIONS.set(
              properties, StartupOptions.of(home.schema(), start.statementMillis()));
      // Poolers forward no options, and a named statement would stay behind in a session.
      case TRANSACTION -> PGProperty.PREPARE_THRESHOLD.set(properties, 0);
    }
    return properties;
  }

  private long lifetime() {
    long nanos = options.pool().maxLifetime().toNanos();
    return nanos - ThreadLocalRandom.current().nextLong(nanos / 40 + 1);
  }

  private SQLException unreachable(SQLException cause) {
    return Errors.of(
        ErrorCode.SERVER_UNREACHABLE,
        "server %s at %s:%d does not answer: %s"
            .formatted(endpoint.server(), endpoint.host(), endpoint.port(), cause.getMessage()),
        "start the server, or correct its address in the catalog",
        cause);
  }
}
