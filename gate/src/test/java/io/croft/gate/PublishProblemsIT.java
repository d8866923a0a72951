package io.croft.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.croft.core.Isolation;
import io.croft.core.Placement;
import io.croft.embedded.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What keeps a home from being streamed is told before, and refused where others would suffer. */
class PublishProblemsIT {

  private GateDatabase database;
  private Connection admin;

  @BeforeEach
  void createDatabase() throws SQLException {
    database = GateDatabase.create();
    admin = database.admin();
    // The event triggers would refuse some of this.
    Sql.script(admin, "SET session_replication_role = replica; SET search_path = app");
  }

  @AfterEach
  void drop() throws SQLException {
    admin.close();
    database.drop();
  }

  @ParameterizedTest
  @EnumSource
  void findsNothingInASoundHome(Isolation isolation) throws SQLException {
    Placement home = database.newHome(isolation);
    try (Connection there = GateServer.admin(home.database())) {
      assertThat(Publication.problems(there, home)).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          identity-without-tenant | app.customer   | ALTER TABLE customer REPLICA IDENTITY NOTHING
          identity-without-tenant | app.visit      | ALTER TABLE visit REPLICA IDENTITY NOTHING
          identity-without-tenant | app.visit_2026 | ALTER TABLE visit_2026 REPLICA IDENTITY NOTHING
          identity-without-tenant | app.customer   | CREATE UNIQUE INDEX u ON customer (id); ALTER TABLE customer REPLICA IDENTITY USING INDEX u
          identity-without-tenant | app.customer   | CREATE UNIQUE INDEX u ON customer (tenant_id, id); ALTER TABLE customer REPLICA IDENTITY USING INDEX u; DROP INDEX u
          identity-without-tenant | app.customer   | CREATE UNIQUE INDEX u ON customer (tenant_id, id); ALTER TABLE customer REPLICA IDENTITY USING INDEX u; UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'u'::regclass
          identity-without-tenant | app.booking    | ALTER TABLE booking DROP CONSTRAINT booking_pkey
          identity-without-tenant | app.plain      | CREATE TABLE plain (id int PRIMARY KEY)
          table-unlogged          | app.booking    | ALTER TABLE booking SET UNLOGGED
          identity-generated      | app.customer   | ALTER TABLE customer ADD COLUMN twice bigint GENERATED ALWAYS AS (2) STORED; ALTER TABLE customer REPLICA IDENTITY FULL
          table-unlogged          | app.visit_2028 | CREATE UNLOGGED TABLE visit_2028 PARTITION OF visit FOR VALUES FROM (2028) TO (2029)
          """)
  void refusesWhatWouldBreakWritersOrLoseRows(String code, String object, String change)
      throws SQLException {
    Sql.script(admin, change);
    assertThat(Publication.problems(admin, database.ann()))
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.code()).isEqualTo(code);
              assertThat("app." + problem.object().replace("app.", "")).isEqualTo(object);
              assertThat(problem.fix()).isNotBlank();
            });
    assertThat(Sql.state(() -> Publication.create(admin, database.ann(), "croft_move_x")))
        .isEqualTo(GateState.REFUSED);
    assertThat(Sql.column(admin, "SELECT pubname FROM pg_publication")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ALTER TABLE visit_2026 REPLICA IDENTITY FULL",
        "ALTER TABLE customer REPLICA IDENTITY FULL",
        "CREATE UNIQUE INDEX u ON customer (tenant_id, name, id);"
            + " ALTER TABLE customer REPLICA IDENTITY USING INDEX u"
      })
  void acceptsEveryIdentityThatHoldsTheKey(String change) throws SQLException {
    Sql.script(admin, change);
    assertThat(Publication.problems(admin, database.ann())).isEmpty();
    assertWritersGoOn();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          without id of its primary key | ALTER TABLE app.customer REPLICA IDENTITY DEFAULT                | CREATE UNIQUE INDEX u ON customer (tenant_id, name); ALTER TABLE customer REPLICA IDENTITY USING INDEX u
          has no primary key            | give it a primary key that leads with tenant_id                  | ALTER TABLE customer REPLICA IDENTITY FULL; ALTER TABLE customer DROP CONSTRAINT customer_pkey CASCADE
          """)
  void findsAnIdentityThatDoesNotHoldTheKeyThoughItBreaksNoWriter(
      String problem, String fix, String change) throws SQLException {
    Sql.script(admin, change);
    assertThat(Publication.problems(admin, database.ann()))
        .singleElement()
        .satisfies(
            found -> {
              assertThat(found.code()).isEqualTo("identity-without-key");
              assertThat(found.object()).endsWith("customer");
              assertThat(found.text()).endsWith(problem);
              assertThat(found.fix()).isEqualTo(fix);
            });
    assertWritersGoOn();
  }

  private void assertWritersGoOn() throws SQLException {
    Publication.create(admin, database.ann(), "croft_move_x");
    for (Placement tenant : new Placement[] {database.ann(), database.bob()}) {
      try (Connection own = database.entered(tenant)) {
        Sql.run(own, "UPDATE visit SET customer_id = customer_id");
        Sql.run(own, "UPDATE customer SET email = NULL");
        Sql.run(own, "DELETE FROM customer");
        own.commit();
      }
    }
  }

  @Test
  void findsAForeignKeyOutOfTheHome() throws SQLException {
    Placement home = database.newHome(Isolation.SCHEMA);
    Sql.script(
        admin,
        "ALTER TABLE \"%s\".booking ADD CONSTRAINT out FOREIGN KEY (tenant_id, customer_id) REFERENCES app.customer NOT VALID"
            .formatted(home.schema()));
    assertThat(Publication.problems(admin, home))
        .extracting(Publication.Problem::code)
        .containsExactly("foreign-key-leaves");
  }

  @Test
  void findsLargeObjectsInADatabaseHome() throws SQLException {
    Placement home = database.newHome(Isolation.DATABASE);
    try (Connection there = GateServer.admin(home.database())) {
      for (Connection each : new Connection[] {there, admin}) {
        Sql.run(each, "SELECT lo_from_bytea(0, 'x')");
      }
      assertThat(Publication.problems(there, home))
          .extracting(Publication.Problem::code)
          .containsExactly("large-objects");
      assertThat(Publication.problems(admin, database.ann())).isEmpty();
    }
  }

  @Test
  void knowsNoHomeThatIsNotThere() throws SQLException {
    Placement unknown = database.unknown();
    assertThat(Publication.problems(admin, unknown))
        .extracting(Publication.Problem::code)
        .containsExactly("home-unknown");
    assertThat(Sql.state(() -> Publication.create(admin, unknown, "croft_move_x")))
        .isEqualTo(GateState.REFUSED);
  }

  @Test
  void findsWhatTheServerDoesNotGive() throws SQLException {
    try (EmbeddedPostgres poor =
            EmbeddedPostgres.builder()
                .durable(false)
                .setting("wal_level", "minimal")
                .setting("max_wal_senders", "0")
                .setting("max_replication_slots", "0")
                .setting("max_prepared_transactions", "1")
                .start();
        Connection there = poor.connect("postgres")) {
      Gate.installRoles(there, "a", "b");
      Gate.install(there);
      Placement home = database.unknown();
      HomeGate.addOpen(there, home);
      Sql.script(there, "BEGIN; CREATE TABLE slow (); PREPARE TRANSACTION 'slow'");
      assertThat(Publication.problems(there, home))
          .extracting(Publication.Problem::code)
          .containsExactly("no-free-sender", "no-free-slot", "transaction-prepared", "wal-level");
      Sql.script(there, "ROLLBACK PREPARED 'slow'");
    }
  }
}
