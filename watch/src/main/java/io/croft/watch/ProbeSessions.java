package io.croft.watch;

import io.croft.catalog.ControlCatalog;
import io.croft.core.Placement;
import io.croft.gate.ApplicationSecret;
import io.croft.gate.MasterSecret;
import io.croft.gate.Sealer;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;

/**
 * Opens sessions with the login, the password and the settings that the application uses, directly
 * on the server and not through what may stand before it. Thread-safe.
 */
final class ProbeSessions {

  private static final int SECRET_LENGTH = 32;

  private final ControlCatalog catalog;
  private final ApplicationSecret secret;
  private final Duration patience;
  private final Sealer sealer;
  private final Sealer forger;

  ProbeSessions(ControlCatalog catalog, MasterSecret secret, Duration patience) {
    this.catalog = catalog;
    this.secret = secret.application();
    this.patience = patience;
    this.sealer = new Sealer(this.secret);
    byte[] wrong = new byte[SECRET_LENGTH];
    new SecureRandom().nextBytes(wrong);
    this.forger = new Sealer(ApplicationSecret.of(wrong));
  }

  /** Opens a session of the home's login in the home. */
  ProbeSession open(Placement home) throws SQLException {
    return new ProbeSession(connect(home, home.database()), home, sealer, forger);
  }

  /** Connects with the home's login to any database of its server. */
  Connection connect(Placement home, String database) throws SQLException {
    Properties login = new Properties();
    login.setProperty("user", home.login());
    login.setProperty("password", secret.loginPassword(home.server(), home.login()));
    login.setProperty("ApplicationName", "croft watch");
    login.setProperty("connectTimeout", "5");
    login.setProperty("loginTimeout", "10");
    login.setProperty("socketTimeout", Long.toString(patience.toSeconds() * 2 + 1));
    login.setProperty("tcpKeepAlive", "true");
    login.setProperty("prepareThreshold", "0");
    login.setProperty("logServerErrorDetail", "false");
    login.setProperty(
        "options",
        "-c search_path=%s,\\ pg_temp -c role=none -c row_security=on -c default_transaction_read_only=off"
                .formatted(home.schema())
            + " -c default_transaction_isolation=read\\ committed -c standard_conforming_strings=on"
            + " -c local_preload_libraries= -c jit=off -c statement_timeout="
            + patience.toMillis());
    return DriverManager.getConnection(catalog.server(home.server()).jdbcUrl(database), login);
  }
}
