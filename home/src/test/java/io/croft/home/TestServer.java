package io.croft.home;

import io.croft.core.Access;
import io.croft.core.Isolation;
import io.croft.core.Placement;
import io.croft.embedded.EmbeddedPostgres;
import io.croft.gate.MasterSecret;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** The one PostgreSQL server of this JVM's tests, under the name {@link #NAME}. */
final class TestServer {

  static final String NAME = "eu-1";
  static final MasterSecret SECRET = MasterSecret.random();

  static final ApplicationSchema TEN_TABLES = ApplicationSchema.of("classpath:io/croft/home/ten");
  static final ApplicationSchema RICH =
      ApplicationSchema.of("classpath:io/croft/home/rich").withExtensions("btree_gist");

  private static final EmbeddedPostgres POSTGRES =
      EmbeddedPostgres.builder().name("home-tests").durable(false).start();

  private static @Nullable ApplicationSchema preparedFor;

  private TestServer() {}

  static Connection admin(String server, String database) throws SQLException {
    if (!server.equals(NAME)) {
      throw new SQLException("unknown server " + server);
    }
    return POSTGRES.connect(database);
  }

  static Connection shared() throws SQLException {
    return admin(NAME, Placement.SHARED_DATABASE);
  }

  static Connection maintenance() throws SQLException {
    return admin(NAME, Databases.MAINTENANCE);
  }

  /** Connects as the application does: by the home's login and the password derived for it. */
  static Connection application(Placement home) throws SQLException {
    return login(home, home.database());
  }

  /** Connects by the login of {@code home} to some database. */
  static Connection login(Placement home, String database) throws SQLException {
    return login(home, Access.FULL, database);
  }

  /** Connects by the login of {@code home} for an access to some database. */
  static Connection login(Placement home, Access access, String database) throws SQLException {
    String login = home.loginFor(access);
    Properties properties = new Properties();
    properties.setProperty("user", login);
    properties.setProperty("password", SECRET.application().loginPassword(home.server(), login));
    properties.setProperty("options", "-c search_path=" + home.schema() + ",\\ pg_temp");
    return DriverManager.getConnection(POSTGRES.jdbcUrl(database), properties);
  }

  /** Makes sure that the server is prepared for {@code application} and for no other. */
  static void prepare(ApplicationSchema application) throws SQLException {
    if (!application.equals(preparedFor)) {
      reset();
      preparation(application).prepare(NAME);
      preparedFor = application;
    }
  }

  static ServerPreparation preparation(ApplicationSchema application) {
    return new ServerPreparation(TestServer::admin, SECRET, application);
  }

  /** Removes all that Croft has put on the server. */
  static void reset() throws SQLException {
    preparedFor = null;
    try (Connection admin = maintenance()) {
      for (String database : databases(admin)) {
        Databases.drop(admin, database);
      }
      for (String role :
          Sql.strings(admin, "SELECT rolname FROM pg_roles WHERE rolname ~ '^(t_|croft_)'")) {
        Sql.run(admin, "DROP OWNED BY \"" + role + "\"");
        Sql.run(admin, "DROP ROLE \"" + role + "\"");
      }
    }
  }

  static List<String> databases(Connection admin) throws SQLException {
    return Sql.strings(
        admin, "SELECT datname FROM pg_database WHERE datname ~ '^(t_|croft_)' ORDER BY datname");
  }

  /** The gate says that its tenant has moved, and its login has lost the schema. */
  static void leave(Placement home) throws SQLException {
    try (Connection admin = admin(home.server(), home.database())) {
      Sql.run(
          admin,
          "UPDATE croft.gate SET state = 'moved', moved_at = now(), moved_to = 'pool@us-1#2'"
              + " WHERE tenant = '%s'".formatted(home.tenant()));
      if (home.isolation() != Isolation.POOL) {
        Sql.run(
            admin,
            "REVOKE USAGE ON SCHEMA \"%s\" FROM \"%s\"".formatted(home.schema(), home.login()));
      }
    }
  }
}
