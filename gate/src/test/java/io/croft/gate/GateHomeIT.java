package io.croft.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.croft.core.Isolation;
import io.croft.core.Placement;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Schema and database homes: what a tenant's own login can reach. */
class GateHomeIT {

  private static GateDatabase database;
  private static Placement schema;
  private static Placement otherSchema;
  private static Placement ownDatabase;
  private static Placement otherDatabase;

  @BeforeAll
  static void createHomes() throws SQLException {
    database = GateDatabase.create();
    schema = database.newHome(Isolation.SCHEMA);
    otherSchema = database.newHome(Isolation.SCHEMA);
    ownDatabase = database.newHome(Isolation.DATABASE);
    otherDatabase = database.newHome(Isolation.DATABASE);
  }

  static List<Placement> homes() {
    return List.of(schema, ownDatabase);
  }

  @ParameterizedTest
  @MethodSource("homes")
  void readsAndWritesItsOwnRows(Placement home) throws SQLException {
    try (Connection own = database.connect(home)) {
      assertThat(Sql.column(own, "SELECT DISTINCT tenant_id FROM customer"))
          .containsExactly(home.tenant().toString());
      assertThat(Sql.number(own, "SELECT count(*) FROM cheap_booking")).isEqualTo(3);
      assertThat(Sql.text(own, "SELECT croft.tenant()")).isEqualTo(home.tenant().toString());
      own.setAutoCommit(false);
      Sql.run(own, "SELECT croft.join()");
      assertThat(Sql.update(own, "UPDATE customer SET name = name || '!'")).isEqualTo(3);
      own.rollback();
    }
  }

  @ParameterizedTest
  @MethodSource("homes")
  void takesRowsByCopy(Placement home) throws SQLException {
    try (Connection own = database.connect(home)) {
      own.setAutoCommit(false);
      Sql.copyIn(own, "COPY customer (name) FROM STDIN", "x\ny\n");
      assertThat(Sql.number(own, "SELECT count(*) FROM customer")).isEqualTo(5);
      own.rollback();
    }
  }

  @ParameterizedTest
  @MethodSource("homes")
  void refusesRowsOfAnotherTenant(Placement home) throws SQLException {
    UUID foreign = database.ann().tenant().value();
    for (String statement :
        List.of(
            "INSERT INTO customer (tenant_id, name) VALUES (?, 'x')",
            "UPDATE customer SET tenant_id = ?",
            "INSERT INTO visit (tenant_id, year, id, customer_id) VALUES (?, 2026, 9, 1)",
            "INSERT INTO visit_2026 (tenant_id, year, id, customer_id) VALUES (?, 2026, 9, 1)")) {
      try (Connection own = database.connect(home)) {
        assertThat(Sql.state(own, statement, foreign)).as(statement).isEqualTo("23514");
      }
    }
  }

  /** Statements by which a home's login may try to get out; {@code %s} names another home. */
  static Stream<Arguments> escapes() {
    List<String> statements =
        List.of(
            "SELECT * FROM \"%s\".customer",
            "INSERT INTO \"%s\".customer (name) VALUES ('x')",
            "SELECT nextval('\"%s\".invoice_number')",
            "SET ROLE \"%s\"",
            "SET SESSION AUTHORIZATION \"%s\"",
            "GRANT \"%s\" TO CURRENT_USER",
            "SET ROLE croft_app",
            "SET ROLE croft_pool",
            "SET ROLE croft_app_owner",
            "SET ROLE croft_owner",
            "SET ROLE croft_mover",
            "SELECT croft.enter('x')",
            "SELECT croft.claim(gen_random_uuid(), 1, 1)",
            "SELECT * FROM croft.gate",
            "ALTER TABLE customer DISABLE TRIGGER croft_guard",
            "ALTER TABLE customer DROP CONSTRAINT croft_tenant",
            "ALTER TABLE customer ALTER COLUMN tenant_id DROP DEFAULT",
            "DROP TRIGGER croft_guard ON customer",
            "CREATE TABLE mine (id int)",
            "CREATE TEMP TABLE customer (id int)",
            "SET session_replication_role = replica",
            "SET backtrace_functions = 'm1'",
            "TRUNCATE visit",
            "SELECT pg_advisory_lock(1)",
            "SELECT * FROM pg_stat_activity",
            "SELECT lo_create(0)");
    return homes().stream()
        .flatMap(home -> statements.stream().map(statement -> Arguments.of(home, statement)));
  }

  @ParameterizedTest
  @MethodSource("escapes")
  void refusesToLeaveTheHome(Placement home, String statement) throws SQLException {
    try (Connection own = database.connect(home)) {
      assertThat(Sql.state(own, statement.replace("%s", otherSchema.login())))
          // In a database home the neighbour's schema does not even exist.
          .isIn("42501", "3F000", "42P01");
    }
  }

  @Test
  void refusesThePoolsTables() throws SQLException {
    try (Connection own = database.connect(schema)) {
      assertThat(Sql.state(own, "SELECT * FROM app.customer")).isEqualTo("42501");
      Sql.run(own, "SET search_path = app, pg_temp");
      assertThat(Sql.state(own, "SELECT * FROM customer")).isEqualTo("42P01");
    }
  }

  @Test
  void refusesToConnectToTheDatabaseOfAnother() {
    for (Placement intruder : List.of(schema, otherDatabase, database.ann())) {
      assertThat(
              Sql.state(
                  () ->
                      GateServer.application(ownDatabase.database(), intruder.login(), "app")
                          .close()))
          .isEqualTo("42501");
    }
    for (String shared : List.of(database.name(), "postgres", "template1", "gate_template")) {
      assertThat(
              Sql.state(() -> GateServer.application(shared, ownDatabase.login(), "app").close()))
          .as(shared)
          .isEqualTo("42501");
    }
  }

  @Test
  void refusesALoginWithThePasswordOfAnother() {
    String theirs = GateServer.APPLICATION.loginPassword(GateServer.NAME, otherSchema.login());
    assertThat(
            Sql.state(
                () ->
                    GateServer.application(database.name(), schema.login(), "app", theirs).close()))
        .isEqualTo("28P01");
  }

  @ParameterizedTest
  @EnumSource(names = {"SCHEMA", "DATABASE"})
  void protectsAHomeAgainWithoutAnyChange(Isolation isolation) throws SQLException {
    Placement home = database.newHome(isolation);
    try (Connection admin = GateServer.admin(home.database())) {
      Gate.protectHome(admin, home);
      Gate.protectHome(admin, home);
    }
    readsAndWritesItsOwnRows(home);
    refusesRowsOfAnotherTenant(home);
  }

  @Test
  void refusesAHomeThatIsPinnedToAnother() throws SQLException {
    try (Connection admin = database.admin()) {
      Placement confused =
          new Placement(
              database.bob().tenant(),
              Isolation.SCHEMA,
              schema.server(),
              schema.database(),
              schema.schema(),
              schema.login(),
              schema.epoch());
      assertThat(Sql.state(() -> Gate.protectHome(admin, confused))).isEqualTo("42710");
    }
  }

  @Test
  void knowsNoTenantForALoginWithoutAHome() throws SQLException {
    Placement homeless = database.newEmptyHome(database.unknown().tenant(), Isolation.SCHEMA, 1);
    try (Connection own = database.connect(homeless)) {
      assertThat(Sql.state(own, "SELECT croft.join()")).isEqualTo(GateState.MOVED);
      assertThat(Sql.state(own, "SELECT croft.tenant()")).isEqualTo(GateState.NO_TENANT);
      assertThat(Sql.state(own, "INSERT INTO customer (name) VALUES ('x')"))
          .isEqualTo(GateState.MOVED);
    }
  }
}
