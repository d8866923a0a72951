package io.croft.adopt;

import io.croft.embedded.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;

/** One server with a database in which each test has schemas of its own; one for all of a JVM. */
final class LiveDatabase {

  private static final EmbeddedPostgres SERVER = EmbeddedPostgres.start();
  private static final AtomicInteger SCHEMAS = new AtomicInteger();

  private LiveDatabase() {}

  static Connection connect() throws SQLException {
    return SERVER.connect("postgres");
  }

  /** Connects as another role, whose password is its name. */
  static Connection connectAs(String role) throws SQLException {
    return DriverManager.getConnection(SERVER.jdbcUrl("postgres"), role, role);
  }

  /** Makes a schema by these statements, which name it {@code %s}; returns its name. */
  static String schema(String ddl) throws SQLException {
    String name = "app_" + SCHEMAS.incrementAndGet();
    AdoptedApplication.run(
        connect(),
        "CREATE SCHEMA %s; SET search_path = %s, public; %s"
            .formatted(name, name, ddl.replace("%s", name)));
    return name;
  }

  /** Returns the plan for a schema that these statements make. */
  static AdoptionPlan plan(String ddl, String... shared) throws SQLException {
    return plan(AdoptionOptions.of(schema(ddl)).withShared(shared));
  }

  static AdoptionPlan plan(AdoptionOptions options) throws SQLException {
    try (Connection connection = connect()) {
      return Adoption.plan(connection, options);
    }
  }
}
