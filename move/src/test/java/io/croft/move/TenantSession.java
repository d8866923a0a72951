package io.croft.move;

import io.croft.core.Isolation;
import io.croft.core.Placement;
import io.croft.gate.Sealer;
import io.croft.testbed.TestFleet;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Properties;
import org.postgresql.PGConnection;

/** Opens a bare session of a tenant, with the role that production uses, inside a transaction. */
final class TenantSession {

  private TenantSession() {}

  static Connection open(TestFleet fleet, Placement home) throws SQLException {
    Properties login = new Properties();
    login.setProperty("user", home.login());
    login.setProperty(
        "password", fleet.secret().application().loginPassword(home.server(), home.login()));
    login.setProperty("options", "-c search_path=" + home.schema() + ",\\ pg_temp");
    Connection session =
        DriverManager.getConnection(fleet.server(home.server()).jdbcUrl(home.database()), login);
    session.setAutoCommit(false);
    if (home.isolation() == Isolation.POOL) {
      int pid = session.unwrap(PGConnection.class).getBackendPID();
      try (PreparedStatement enter = session.prepareStatement("SELECT croft.enter(?)")) {
        enter.setBytes(1, new Sealer(fleet.secret().application()).seal(home, pid));
        enter.execute();
      }
    } else {
      try (PreparedStatement join = session.prepareStatement("SELECT croft.join()")) {
        join.execute();
      }
    }
    return session;
  }
}
