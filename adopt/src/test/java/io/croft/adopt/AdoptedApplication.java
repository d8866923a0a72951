package io.croft.adopt;

import io.croft.catalog.Catalog;
import io.croft.core.Isolation;
import io.croft.core.TenantId;
import io.croft.core.TenantScope;
import io.croft.embedded.EmbeddedPostgres;
import io.croft.home.ApplicationSchema;
import io.croft.jdbc.CroftDataSource;
import io.croft.local.LocalFleetOptions;
import io.croft.testbed.TestFleet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An application that knew no tenants, twice: as it was, in a database of its own, and adopted: its
 * migrations with the planned one after them are the application's schema of a fleet.
 */
final class AdoptedApplication implements AutoCloseable {

  private static final String DATABASE = "live";
  private static final Path RESOURCES = Path.of("src/test/resources/io/croft/adopt");

  private final EmbeddedPostgres live;
  private final AdoptionPlan plan;
  private final Path migration;
  private final TestFleet fleet;
  private final Catalog catalog;
  private final CroftDataSource source;

  private AdoptedApplication(String name, Path directory, List<String> extensions, String... shared)
      throws SQLException, IOException {
    for (Path original : migrations(name)) {
      Files.copy(original, directory.resolve(original.getFileName()));
    }
    live = EmbeddedPostgres.builder().durable(false).start();
    restore(live, name, extensions);
    try (Connection connection = live.connect(DATABASE)) {
      plan = Adoption.plan(connection, AdoptionOptions.of("public").withShared(shared));
    }
    migration = Migration.write(plan, directory);
    fleet =
        TestFleet.start(
            new LocalFleetOptions(
                ApplicationSchema.of("filesystem:" + directory)
                    .withExtensions(extensions.toArray(String[]::new)),
                Map.of(TestFleet.EU, "eu"),
                Optional.empty(),
                false,
                true));
    catalog = fleet.openReader();
    source = CroftDataSource.builder(catalog, fleet.secret().application()).build();
  }

  /** Adopts the application of that name; {@code directory} is empty and takes its migrations. */
  static AdoptedApplication of(
      String name, Path directory, List<String> extensions, String... shared) {
    try {
      return new AdoptedApplication(name, directory, extensions, shared);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the files in the order of their versions. */
  private static List<Path> migrations(String name) throws IOException {
    try (Stream<Path> files = Files.list(RESOURCES.resolve(name).resolve("migrations"))) {
      return files.sorted().toList();
    }
  }

  /** Makes the database as it was, with nothing in it that the migrations do not bring. */
  private static void restore(EmbeddedPostgres live, String name, List<String> extensions)
      throws SQLException, IOException {
    run(live.connect("postgres"), "CREATE DATABASE " + DATABASE);
    for (String extension : extensions) {
      run(
          live.connect(DATABASE),
          "CREATE SCHEMA IF NOT EXISTS lib; CREATE EXTENSION " + extension + " SCHEMA lib");
    }
    for (Path original : migrations(name)) {
      run(live.connect(DATABASE), Files.readString(original));
    }
  }

  /** Runs a text of statements and closes the connection. */
  static void run(Connection connection, String sql) throws SQLException {
    try (connection;
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Returns a text that lies beside the migrations. */
  static String resource(String name, String file) throws IOException {
    return Files.readString(RESOURCES.resolve(name).resolve(file));
  }

  AdoptionPlan plan() {
    return plan;
  }

  /** Returns the written file. */
  Path migration() {
    return migration;
  }

  TestFleet fleet() {
    return fleet;
  }

  TenantId tenant(Isolation isolation) {
    return fleet.tenant(isolation, TestFleet.EU);
  }

  /** Opens the application as it was, as its owner. */
  Connection original() throws SQLException {
    return live.connect(DATABASE);
  }

  /** What is done on a connection. */
  @FunctionalInterface
  interface Work {
    void on(Connection connection) throws Exception;
  }

  /** Runs work of a tenant in the adopted application, with the login that production uses. */
  void as(TenantId tenant, Work work) throws Exception {
    TenantScope.<Exception>run(
        tenant,
        () -> {
          try (Connection connection = source.getConnection()) {
            work.on(connection);
          }
        });
  }

  @Override
  public void close() {
    source.close();
    catalog.close();
    fleet.close();
    live.close();
  }
}
