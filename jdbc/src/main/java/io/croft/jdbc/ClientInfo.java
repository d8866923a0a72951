package io.croft.jdbc;

import java.sql.ClientInfoStatus;
import java.sql.PreparedStatement;
import java.sql.SQLClientInfoException;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.postgresql.jdbc.PgConnection;
import org.postgresql.util.GT;
import org.postgresql.util.PSQLState;

/**
 * What a connection tells the server of its client: {@code ApplicationName}, as with the driver.
 * Any other name is a warning of the connection.
 */
final class ClientInfo {

  private static final String APPLICATION_NAME = "ApplicationName";
  private static final String NAME_NOW =
      "SELECT pg_catalog.set_config('application_name', ?, true)";

  private final Session session;

  ClientInfo(Session session) {
    this.session = session;
  }

  @Nullable String value(String name) throws SQLException {
    return (String) session.answer(() -> APPLICATION_NAME.equals(name) ? name() : null);
  }

  Properties all() throws SQLException {
    return session.alone(
        () -> {
          Properties all = new Properties();
          all.setProperty(APPLICATION_NAME, name());
          return all;
        });
  }

  void set(String name, @Nullable String value) throws SQLClientInfoException {
    if (session.closed()) {
      throw new SQLClientInfoException(
          GT.tr("This connection has been closed."), Map.of(name, ClientInfoStatus.REASON_UNKNOWN));
    }
    try {
      session.aloneAnyway(() -> setOrWarn(name, value == null ? "" : value));
    } catch (SQLException e) {
      throw new SQLClientInfoException(
          GT.tr("Failed to set ClientInfo property: {0}", name),
          e.getSQLState(),
          Map.of(name, ClientInfoStatus.REASON_UNKNOWN),
          e);
    }
  }

  /** Sets the one name that there is, to nothing when {@code properties} lack it. */
  void set(Properties properties) throws SQLClientInfoException {
    Map<String, ClientInfoStatus> failures = new HashMap<>();
    try {
      set(APPLICATION_NAME, properties.getProperty(APPLICATION_NAME));
    } catch (SQLClientInfoException e) {
      if (session.closed()) {
        throw e;
      }
      failures.putAll(e.getFailedProperties());
      throw new SQLClientInfoException(
          GT.tr("One or more ClientInfo failed."),
          PSQLState.NOT_IMPLEMENTED.getState(),
          failures,
          e);
    }
  }

  private void setOrWarn(String name, String value) throws SQLException {
    if (!APPLICATION_NAME.equals(name)) {
      session.warn(
          new SQLWarning(
              GT.tr("ClientInfo property not supported."), PSQLState.NOT_IMPLEMENTED.getState()));
      return;
    }
    @Nullable Lease running = session.transaction();
    if (running != null) {
      nameNow(running.pg(), SessionSettings.applicationName(value, running.home().tenant()));
    }
    boolean usual = value.equals(session.options().applicationName());
    session.setShape(session.shape().withApplicationName(usual ? null : value));
  }

  private static void nameNow(PgConnection pg, String value) throws SQLException {
    try (PreparedStatement statement = pg.prepareStatement(NAME_NOW)) {
      statement.setString(1, value);
      statement.execute();
    }
  }

  private String name() {
    @Nullable String chosen = session.shape().applicationName();
    return chosen == null ? session.options().applicationName() : chosen;
  }
}
