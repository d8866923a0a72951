package io.croft.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an entered tenant can do to rows of the pool. */
class PoolRowsIT {

  private static final String ROW_SECURITY = "42501";

  private static GateDatabase database;
  private static UUID ann;
  private static UUID bob;

  private Connection own;

  @BeforeAll
  static void createDatabase() throws SQLException {
    database = GateDatabase.create();
    ann = database.ann().tenant().value();
    bob = database.bob().tenant().value();
  }

  @BeforeEach
  void enter() throws SQLException {
    own = database.entered(database.ann());
  }

  @AfterEach
  void leavesTheNeighbourAlone() throws SQLException {
    own.rollback();
    own.close();
    try (Connection admin = database.admin()) {
      assertThat(Sql.column(admin, "SELECT name FROM app.customer WHERE tenant_id = ?", bob))
          .containsExactlyInAnyOrder("c1", "c2", "c3");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "customer",
        "ONLY customer",
        "booking",
        "visit",
        "visit_2026",
        "cheap_booking",
        "(SELECT * FROM customer FOR UPDATE) c",
        "customer c LEFT JOIN booking b USING (tenant_id)"
      })
  void readsOwnRowsOnly(String relation) throws SQLException {
    assertThat(Sql.column(own, "SELECT DISTINCT tenant_id FROM " + relation))
        .containsExactly(ann.toString());
    assertThat(
            Sql.number(own, "SELECT count(*) FROM %s WHERE tenant_id = ?".formatted(relation), bob))
        .isZero();
  }

  @Test
  void copiesOwnRowsOnly() throws SQLException {
    assertThat(Sql.copyOut(own, "COPY customer TO STDOUT"))
        .contains(ann.toString())
        .hasLineCount(3);
    assertThat(Sql.copyOut(own, "COPY visit_2026 TO STDOUT")).hasLineCount(3);
  }

  @Test
  void bearsItsTenantInRowsThatDoNotNameIt() throws SQLException {
    Sql.run(own, "INSERT INTO customer (name) VALUES ('new')");
    assertThat(Sql.text(own, "SELECT tenant_id FROM customer WHERE name = 'new'"))
        .isEqualTo(ann.toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "INSERT INTO customer (tenant_id, name) VALUES (?, 'x')",
        "INSERT INTO visit (tenant_id, year, id, customer_id) VALUES (?, 2026, 99, 1)",
        "INSERT INTO visit_2026 (tenant_id, year, id, customer_id) VALUES (?, 2026, 99, 1)",
        "UPDATE customer SET tenant_id = ?",
        "UPDATE visit_2026 SET tenant_id = ?",
        "MERGE INTO customer c USING (VALUES (?::uuid)) v (id) ON false"
            + " WHEN NOT MATCHED THEN INSERT (tenant_id, name) VALUES (v.id, 'x')",
        "INSERT INTO cheap_booking (tenant_id, customer_id, price) VALUES (?, 1, 1)",
        "INSERT INTO customer (tenant_id, id, name) VALUES (?, 1, 'x')"
            + " ON CONFLICT (tenant_id, id) DO UPDATE SET name = 'x'",
        "WITH w AS (INSERT INTO customer (tenant_id, name) VALUES (?, 'x') RETURNING 1) SELECT 1"
      })
  void refusesToWriteARowOfTheNeighbour(String statement) {
    assertThat(Sql.state(own, statement, bob)).isEqualTo(ROW_SECURITY);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UPDATE customer SET name = 'x' WHERE tenant_id = ?",
        "DELETE FROM customer WHERE tenant_id = ?",
        "UPDATE visit_2026 SET customer_id = 1 WHERE tenant_id = ?",
        "DELETE FROM cheap_booking WHERE tenant_id = ?"
      })
  void findsNoRowOfTheNeighbourToChange(String statement) throws SQLException {
    assertThat(Sql.update(own, statement, bob)).isZero();
  }

  @Test
  void refusesAReferenceToARowOfTheNeighbour() throws SQLException {
    try (Connection admin = database.admin()) {
      long theirs = Sql.number(admin, "SELECT max(id) FROM app.customer WHERE tenant_id = ?", bob);
      assertThat(
              Sql.state(own, "INSERT INTO booking (customer_id, price) VALUES (?::int, 1)", theirs))
          .isEqualTo("23503");
    }
  }

  @Test
  void cascadesWithinTheTenant() throws SQLException {
    Sql.run(own, "DELETE FROM customer");
    for (String table : List.of("booking", "visit")) {
      assertThat(Sql.number(own, "SELECT count(*) FROM " + table)).isZero();
    }
  }

  @Test
  void doesNotLearnWhichValuesTheNeighbourHolds() throws SQLException {
    assertThat(Sql.update(own, "UPDATE customer SET email = 'theirs@' || id")).isEqualTo(3);
    try (Connection other = database.entered(database.bob())) {
      assertThat(Sql.update(other, "UPDATE customer SET email = 'theirs@' || id")).isEqualTo(3);
      other.rollback();
    }
  }

  @Test
  void filtersAViewThatRunsWithTheRightsOfTheOwner() throws SQLException {
    try (Connection admin = database.admin()) {
      Sql.script(
          admin,
          "CREATE VIEW app.left_over AS SELECT * FROM app.customer;"
              + "ALTER VIEW app.left_over OWNER TO croft_app_owner;"
              + "GRANT SELECT ON app.left_over TO croft_pool");
    }
    assertThat(Sql.column(own, "SELECT DISTINCT tenant_id FROM left_over"))
        .containsExactly(ann.toString());
  }
}
