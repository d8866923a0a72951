package io.croft.doctor;

import io.croft.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;

/** The planted database of {@code planted.sql}, with its roles. */
final class Plant {

  private final EmbeddedPostgres server;
  private final String database;

  Plant(EmbeddedPostgres server, String database) {
    this.server = server;
    this.database = database;
  }

  void grow() throws SQLException {
    try (Connection admin = server.connect("postgres")) {
      Sql.run(admin, "CREATE DATABASE " + database + " TEMPLATE template0");
    }
    try (Connection admin = admin()) {
      Sql.run(admin, text());
    }
  }

  void weed() throws SQLException {
    try (Connection admin = server.connect("postgres")) {
      Sql.run(admin, "DROP DATABASE " + database + " WITH (FORCE)");
      Sql.run(admin, "REVOKE SET ON PARAMETER backtrace_functions FROM plant_group");
      for (String role :
          Sql.strings(admin, "SELECT rolname FROM pg_roles WHERE rolname ~ '^plant_'")) {
        Sql.run(admin, "DROP ROLE " + role);
      }
    }
  }

  Connection admin() throws SQLException {
    return server.connect(database);
  }

  private static String text() {
    try (InputStream in = Plant.class.getResourceAsStream("planted.sql")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
