package io.croft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.croft.core.Isolation;
import io.croft.core.Placement;
import io.croft.embedded.EmbeddedPostgres;
import io.croft.testbed.TestFleet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command {@code croft doctor} on real servers. */
final class DoctorIT {

  private static final TestFleet FLEET = TestFleet.shared();
  private static final EmbeddedPostgres SERVER = FLEET.server(TestFleet.US);
  private static final Map<String, String> ENVIRONMENT =
      Map.of(
          "CROFT_CATALOG",
          FLEET.address().uri(),
          "CROFT_MASTER_SECRET",
          FLEET.secretHex(),
          "PGPASSWORD",
          SERVER.password());

  @TempDir private Path directory;

  private static Console croft(String... arguments) {
    return Console.run(ENVIRONMENT, arguments);
  }

  @Test
  void aSoundFleetEndsWithZeroAndSaysWhatWasAudited() {
    FLEET.tenant(Isolation.SCHEMA, TestFleet.EU);
    Console audited = croft("doctor");
    assertThat(audited.status()).as(audited.out() + audited.err()).isZero();
    assertThat(audited.out()).contains("0 errors, 0 warnings").contains("INFO");
    assertThat(croft("doctor", "--server", "us-1", "--fail-on", "info").status()).isEqualTo(8);
    assertThat(croft("doctor", "--server", "moon-1").status()).isEqualTo(5);
  }

  @Test
  void driftEndsWithEightIsPrintedAndIsMended() throws SQLException {
    Placement home = home();
    drop("CREATE INDEX hole ON \"" + home.schema() + "\".account (name)", home);
    drop("GRANT SELECT ON \"" + home.schema() + "\".account TO PUBLIC", home);
    Console found = croft("doctor", "--tenant", home.tenant().toString(), "--json");
    assertThat(found.status()).isEqualTo(8);
    assertThat(found.json().path("findings").findValuesAsString("rule"))
        .contains("CROFT207", "CROFT513");
    Console dry = croft("doctor", "--tenant", home.tenant().toString(), "--fix", "--dry-run");
    assertThat(dry.out()).contains("REVOKE SELECT ON " + home.schema() + ".account FROM PUBLIC");
    assertThat(dry.status()).isEqualTo(8);
    Console mended = croft("doctor", "--tenant", home.tenant().toString(), "--fix", "--explain");
    assertThat(mended.out())
        .contains("mended CROFT513")
        .contains("CROFT207 An index does not lead with the tenant")
        .contains("why: ")
        .doesNotContain("CROFT513 A right");
    drop("DROP INDEX \"" + home.schema() + "\".hole", home);
    assertThat(croft("doctor", "--tenant", home.tenant().toString()).status()).isZero();
  }

  @Test
  void oneDatabaseIsAuditedByItsAddress() throws SQLException, IOException {
    try (Connection admin = SERVER.connect("postgres")) {
      run(admin, "CREATE DATABASE plain TEMPLATE template0");
    }
    try (Connection plain = SERVER.connect("plain")) {
      run(plain, "CREATE TABLE public.person (tenant_id uuid NOT NULL, id int, PRIMARY KEY (id))");
    }
    Path sarif = directory.resolve("out.sarif");
    Path ignore =
        Files.writeString(
            directory.resolve("ignore"), "CROFT205 public.person because it is a test\n");
    Console audited =
        croft(
            "doctor",
            "--url",
            SERVER.jdbcUrl("plain"),
            "--user",
            SERVER.superuser(),
            "--login",
            "croft_app",
            "--ignore",
            ignore.toString(),
            "--sarif",
            sarif.toString());
    try (Connection admin = SERVER.connect("postgres")) {
      run(admin, "DROP DATABASE plain");
    }
    assertThat(audited.status()).as(audited.err()).isEqualTo(8);
    assertThat(audited.out()).contains("CROFT101").doesNotContain("CROFT205").contains("1 ignored");
    assertThat(Files.readString(sarif)).contains("\"2.1.0\"").contains("it is a test");
  }

  @Test
  void explainsRulesWithoutADatabase() {
    assertThat(Console.run(Map.of(), "doctor", "--rules").out())
        .contains("CROFT101")
        .contains("CROFT911");
    assertThat(Console.run(Map.of(), "doctor", "--explain", "CROFT207").out())
        .startsWith("## CROFT207: An index does not lead with the tenant");
    Console unknown = Console.run(Map.of(), "doctor", "--explain", "CROFT000", "--json");
    assertThat(unknown.status()).isEqualTo(5);
    assertThat(unknown.errorCode()).isEqualTo("rule-unknown");
    assertThat(Console.run(Map.of(), "doctor", "--dry-run").status()).isEqualTo(2);
  }

  private static Placement home() {
    return FLEET.catalog().placement(FLEET.tenant(Isolation.SCHEMA, TestFleet.EU)).orElseThrow();
  }

  /** Runs a statement that the gate's event triggers would refuse. */
  private static void drop(String sql, Placement home) throws SQLException {
    try (Connection admin = FLEET.superuser(home)) {
      run(admin, "SET session_replication_role = replica");
      run(admin, sql);
    }
  }

  private static void run(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
