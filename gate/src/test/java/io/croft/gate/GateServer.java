package io.croft.gate;

import io.croft.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The PostgreSQL server of this JVM's tests, with the gate's roles, and a template database that
 * has the gate and the application's tables without rows, rights or protection.
 */
final class GateServer {

  /** The name of the server in placements. */
  static final String NAME = "test-1";

  /** The form of the register that the tests run with. */
  static final Register REGISTER = Register.of(System.getProperty("croft.register", "parameter"));

  static final MasterSecret MASTER = MasterSecret.random();
  static final ApplicationSecret APPLICATION = MASTER.application();
  static final String SHOP = resource("shop.sql");

  private static final String TEMPLATE = "gate_template";
  private static final AtomicInteger DATABASES = new AtomicInteger();
  private static final EmbeddedPostgres POSTGRES = start();

  private GateServer() {}

  /** Returns a new database with the gate and the application's tables. */
  static String createDatabase() throws SQLException {
    return createDatabase("gate_" + DATABASES.incrementAndGet());
  }

  /** The same under a given name. */
  static String createDatabase(String name) throws SQLException {
    try (Connection admin = admin("postgres")) {
      Sql.run(admin, "CREATE DATABASE \"" + name + "\" TEMPLATE " + TEMPLATE);
    }
    return name;
  }

  /** Returns a new database with nothing in it. */
  static String createPlainDatabase() throws SQLException {
    String name = "plain_" + DATABASES.incrementAndGet();
    try (Connection admin = admin("postgres")) {
      Sql.run(admin, "CREATE DATABASE " + name + " TEMPLATE template0");
    }
    return name;
  }

  /** Connects as the superuser: to prepare, and to look at the truth. */
  static Connection admin(String database) throws SQLException {
    return POSTGRES.connect(database);
  }

  /** Connects as a login of the application, with the options that the router sends. */
  static Connection application(String database, String login, String schema) throws SQLException {
    return application(database, login, schema, APPLICATION.loginPassword(NAME, login));
  }

  /** The same with a password of the caller's choice. */
  static Connection application(String database, String login, String schema, String password)
      throws SQLException {
    Properties properties = options(schema);
    properties.setProperty("password", password);
    return connect(database, login, properties);
  }

  /** Returns the options that the router sends. */
  static Properties options(String schema) {
    Properties properties = new Properties();
    properties.setProperty(
        "options",
        "-c search_path=%s,\\ pg_temp -c role=none -c row_security=on".formatted(schema)
            + " -c local_preload_libraries= -c default_transaction_read_only=off");
    return properties;
  }

  /** Connects as a login of the application, with these properties. */
  static Connection connect(String database, String login, Properties properties)
      throws SQLException {
    return connectTo(POSTGRES.jdbcUrl(database), login, properties);
  }

  /** Connects to another address, such as a standby or a pooler, as a login of the application. */
  static Connection connectTo(String url, String login, Properties properties) throws SQLException {
    properties.setProperty("user", login);
    properties.putIfAbsent("password", APPLICATION.loginPassword(NAME, login));
    return DriverManager.getConnection(url, properties);
  }

  /** Returns the server itself. */
  static EmbeddedPostgres postgres() {
    return POSTGRES;
  }

  /** Connects as the mover. */
  static Connection mover(String database) throws SQLException {
    return DriverManager.getConnection(
        POSTGRES.jdbcUrl(database), MoverGate.LOGIN, MASTER.moverPassword(NAME));
  }

  private static EmbeddedPostgres start() {
    EmbeddedPostgres server = EmbeddedPostgres.builder().durable(false).name(NAME).start();
    try (Connection admin = server.connect("postgres")) {
      Gate.installRoles(
          admin, APPLICATION.loginPassword(NAME, "croft_app"), MASTER.moverPassword(NAME));
      Sql.run(admin, "CREATE DATABASE " + TEMPLATE);
      try (Connection template = server.connect(TEMPLATE)) {
        Gate.install(template, REGISTER);
        Sql.script(template, "CREATE SCHEMA app; SET search_path = app;" + SHOP);
      }
      return server;
    } catch (SQLException e) {
      throw new IllegalStateException("the test server cannot be prepared", e);
    }
  }

  private static String resource(String name) {
    try (InputStream in = GateServer.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
