package io.croft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.croft.embedded.EmbeddedPostgres;
import io.croft.testbed.TestFleet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command {@code croft adopt} on a real database. */
final class AdoptCommandIT {

  private static final EmbeddedPostgres SERVER = TestFleet.shared().server(TestFleet.US);
  private static final String DATABASE = "adopted";

  @TempDir private Path directory = Path.of("");

  @BeforeEach
  void makeDatabase() throws SQLException {
    run("postgres", "CREATE DATABASE " + DATABASE + " TEMPLATE template0");
    run(
        DATABASE,
        "CREATE TABLE country (code text PRIMARY KEY); CREATE TABLE customer"
            + " (id serial PRIMARY KEY, email text UNIQUE, country text REFERENCES country)");
  }

  @AfterEach
  void dropDatabase() throws SQLException {
    run("postgres", "DROP DATABASE " + DATABASE);
  }

  private static void run(String database, String sql) throws SQLException {
    try (Connection connection = SERVER.connect(database);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static Console adopt(String... arguments) {
    List<String> all = new ArrayList<>(List.of("adopt", "--url", address()));
    all.addAll(List.of("--user", SERVER.superuser()));
    all.addAll(List.of(arguments));
    return Console.run(Map.of("PGPASSWORD", SERVER.password()), all.toArray(String[]::new));
  }

  private static String address() {
    return "postgresql://%s:%d/%s".formatted(SERVER.host(), SERVER.port(), DATABASE);
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.toList();
    }
  }

  @Test
  void printsThePlanWithReasons() {
    Console plan = adopt("--shared", "country");
    assertThat(plan.status()).as(plan.err()).isZero();
    assertThat(plan.out())
        .startsWith("schema public: 1 tables of tenants, 1 shared; 4 steps, 0 refusals\n")
        .contains("  why: ")
        .contains("    customer_email_key of customer: (tenant_id, email)\n")
        .contains("TRUNCATE is refused in every home");
    assertThat(plan.err()).isEmpty();
  }

  @Test
  void givesThePlanAsJson() {
    Console plan = adopt("--shared", "country", "--json");
    assertThat(plan.status()).as(plan.err()).isZero();
    assertThat(plan.json().path("plan").path("steps").findValuesAsString("kind"))
        .containsExactly("SHARED_TABLE", "TENANT_COLUMN", "PRIMARY_KEY", "UNIQUE");
    assertThat(plan.json().path("migration").asString()).contains("SELECT croft.share('country');");
    assertThat(plan.json().path("written").isNull()).isTrue();
  }

  @Test
  void writesTheNextMigration() throws IOException {
    Files.createFile(directory.resolve("V4__last.sql"));
    String[] write = {"--shared", "country", "--write", directory.toString()};
    Console dry =
        adopt(Stream.concat(Stream.of(write), Stream.of("--dry-run")).toArray(String[]::new));
    assertThat(dry.status()).isZero();
    assertThat(dry.err()).isEqualTo("wrote nothing: --dry-run\n");
    assertThat(files()).hasSize(1);
    Console written = adopt(write);
    Path file = directory.resolve("V5__make_ready_for_tenants.sql");
    assertThat(written.status()).isZero();
    assertThat(written.err()).isEqualTo("wrote " + file + "\n");
    assertThat(Files.readString(file))
        .contains(
            "ALTER TABLE customer ADD CONSTRAINT customer_pkey PRIMARY KEY (tenant_id, id);\n");
  }

  @Test
  void writesNothingWhileSomethingIsRefused() throws SQLException, IOException {
    run(DATABASE, "CREATE MATERIALIZED VIEW heap AS SELECT count(*) FROM customer");
    Console refused = adopt("--write", directory.toString());
    assertThat(refused.status()).isEqualTo(3);
    assertThat(refused.out())
        .contains("REFUSED")
        .contains("materialized view heap")
        .contains("do: ");
    assertThat(refused.err()).isEqualTo("wrote nothing: mend what is refused first\n");
    assertThat(files()).isEmpty();
    assertThat(adopt("--json").json().path("migration").isNull()).isTrue();
  }

  @Test
  void refusesWrongUsage() {
    assertThat(adopt("--shared", "nothing").status()).isEqualTo(2);
    assertThat(adopt("--schema", "nowhere").status()).isEqualTo(2);
    assertThat(adopt("--dry-run").status()).isEqualTo(2);
    assertThat(adopt("--write", directory.resolve("gone").toString()).status()).isEqualTo(2);
    Console login =
        Console.run(Map.of(), "adopt", "--url", "postgresql://me:secret@localhost/x", "--json");
    assertThat(login.status()).isEqualTo(2);
    assertThat(login.err()).doesNotContain("secret");
    Console closed =
        Console.run(Map.of(), "adopt", "--url", "postgresql://localhost:1/x", "--json");
    assertThat(closed.status()).isEqualTo(1);
    assertThat(closed.errorCode()).isEqualTo("server-unreachable");
  }
}
