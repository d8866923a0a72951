package io.croft.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.croft.core.Access;
import io.croft.core.Isolation;
import io.croft.core.Placement;
import io.croft.core.TenantId;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** How migrations say what an access may do, before and while tenants work. */
class AccessDeclarationIT {

  private static final String DENIED = "42501";
  private static final Access REPORT = Access.of("report");
  private static final Access STAFF = Access.of("staff");

  private static final String NOTE =
      "CREATE TABLE note (tenant_id uuid NOT NULL DEFAULT croft.tenant(), id int,"
          + " PRIMARY KEY (tenant_id, id))";

  private GateDatabase database;

  @BeforeEach
  void create() throws SQLException {
    database = GateDatabase.create();
    database.allow("report", "*", "SELECT");
    database.allow("staff", "*", "SELECT, INSERT, UPDATE, DELETE");
    database.allow("staff", "booking", "SELECT");
  }

  @AfterEach
  void isStillAsShipped() throws SQLException {
    try (Connection admin = database.admin()) {
      assertThat(GateStatus.read(admin).drift()).isEmpty();
    }
    database.drop();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "NULL",
      textBlock =
          """
          Report              | customer | SELECT
          ''                  | customer | SELECT
          _report             | customer | SELECT
          report-2            | customer | SELECT
          a2345678901234567   | customer | SELECT
          NULL                | customer | SELECT
          report              | NULL     | SELECT
          report              | customer | NULL
          report              | customer | READ
          report              | customer | SELECT INSERT
          report              | customer | SELECT, TRUNCATE
          report              | customer | ALL
          report              | customer | SELECT; DROP TABLE customer
          """)
  void refusesWhatCannotBeDeclared(String access, String table, String commands)
      throws SQLException {
    try (Connection admin = database.admin()) {
      assertThat(Sql.state(admin, "SELECT croft.allow(?, ?::name, ?)", access, table, commands))
          .isEqualTo("22023");
    }
  }

  @Test
  void touchesNoRoleOfTheGateByTheNameOfAnAccess() throws SQLException {
    String roles =
        """
        SELECT rolname || ' ' || rolcanlogin || ' ' || rolsuper FROM pg_roles
        WHERE rolname IN ('croft_owner', 'croft_app_owner', 'croft_pool', 'croft_tenants', 'croft_limited')
        ORDER BY 1
        """;
    try (Connection admin = database.admin()) {
      List<String> before = Sql.column(admin, roles);
      for (String word : List.of("owner", "app", "app_owner", "pool", "tenants", "mover")) {
        database.allow(word, "customer", "SELECT");
        assertState(database.ann(), Access.of(word), "SELECT * FROM customer", Sql.FINE);
        assertState(database.ann(), Access.of(word), "DELETE FROM customer", DENIED);
      }
      assertThat(Sql.column(admin, roles)).isEqualTo(before);
    }
  }

  @Test
  void refusesToLimitOrWidenASharedTable() throws SQLException {
    try (Connection admin = database.admin()) {
      Sql.run(admin, "SELECT croft.share('currency')");
      assertThat(Sql.state(admin, "SELECT croft.allow('staff', 'currency', 'SELECT, INSERT')"))
          .isEqualTo("22023");
    }
    GateDatabase.migrate(database.name(), "app", "CREATE TABLE currency (code text PRIMARY KEY)");
    database.allow("staff", "currency", "SELECT");
    for (Access access : new Access[] {REPORT, STAFF}) {
      try (Connection own = database.inside(database.ann(), access)) {
        Sql.run(own, "SELECT * FROM currency");
        assertThat(Sql.state(own, "INSERT INTO currency VALUES ('EUR')")).isEqualTo(DENIED);
      }
    }
  }

  @Test
  void refusesAWordWithWhichALoginWouldBeCut() throws SQLException {
    Placement home =
        database.newEmptyHome(TenantId.random(), Isolation.SCHEMA, 10_000_000_000_000L);
    try (Connection admin = database.admin()) {
      HomeGate.addOpen(admin, home);
    }
    assertThatThrownBy(() -> database.allow("a234567890123456", "*", "SELECT"))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("more than 63 bytes");
  }

  @ParameterizedTest
  @EnumSource(names = {"POOL", "SCHEMA"})
  void holdsForTablesThatComeLater(Isolation isolation) throws SQLException {
    Placement home = database.newHome(isolation);
    GateDatabase.migrate(home.database(), home.schema(), NOTE);
    try (Connection staff = database.inside(home, STAFF)) {
      Sql.run(staff, "INSERT INTO note (id) VALUES (1)");
      staff.commit();
    }
    try (Connection report = database.inside(home, REPORT)) {
      assertThat(Sql.number(report, "SELECT count(*) FROM note")).isEqualTo(1);
      assertThat(Sql.state(report, "DELETE FROM note")).isEqualTo(DENIED);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"POOL", "SCHEMA"})
  void changesAtOnceWhereTheMigrationRuns(Isolation isolation) throws SQLException {
    Placement home = database.newHome(isolation);
    assertState(home, STAFF, "DELETE FROM booking", DENIED);
    declare(home, "SELECT croft.allow('staff', 'booking', 'SELECT, DELETE')");
    assertState(home, STAFF, "DELETE FROM booking", Sql.FINE);
    declare(home, "SELECT croft.allow('staff', 'booking', '')");
    assertState(home, STAFF, "SELECT * FROM booking", DENIED);
    assertState(home, STAFF, "SELECT * FROM customer", Sql.FINE);
  }

  @ParameterizedTest
  @EnumSource
  void reachesHomesThatAreThereWhenTheyAreProtectedAnew(Isolation isolation) throws SQLException {
    Placement home = database.newHome(isolation);
    Access late = Access.of("late");
    declare(home, "SELECT croft.allow('late', 'customer', 'SELECT')");
    assertThat(Sql.state(() -> database.inside(home, late).close())).isIn("28P01", DENIED);
    try (Connection admin = GateServer.admin(home.database())) {
      Logins.createDeclared(admin, GateServer.NAME, home.login(), GateServer.APPLICATION);
      if (isolation == Isolation.POOL) {
        Gate.protectPool(admin, home.schema());
      } else {
        Gate.protectHome(admin, home);
      }
    }
    assertState(home, late, "SELECT * FROM customer", Sql.FINE);
    assertState(home, late, "SELECT * FROM booking", DENIED);
  }

  @ParameterizedTest
  @EnumSource(names = {"POOL", "SCHEMA"})
  void holdsForAPartitionAsSoonAsItIsAttached(Isolation isolation) throws SQLException {
    database.allow("staff", "visit", "");
    Placement home = database.newHome(isolation);
    declare(
        home,
        "CREATE TABLE visit_2028 (tenant_id uuid NOT NULL DEFAULT croft.tenant(), year int,"
            + " id bigint, customer_id int NOT NULL, PRIMARY KEY (tenant_id, year, id))");
    assertState(home, STAFF, "SELECT * FROM visit_2028", Sql.FINE);
    // In the pool the foreign key is checked across tenants, which its owner may not.
    declare(
        home,
        "RESET ROLE;"
            + " ALTER TABLE visit ATTACH PARTITION visit_2028 FOR VALUES FROM (2028) TO (2029)");
    assertState(home, STAFF, "SELECT * FROM visit_2028", DENIED);
    assertState(home, REPORT, "SELECT * FROM visit_2028", Sql.FINE);
  }

  @ParameterizedTest
  @EnumSource(names = {"POOL", "SCHEMA"})
  void holdsForAViewWhoseRulesWriteAsItsOwner(Isolation isolation) throws SQLException {
    Placement home = database.newHome(isolation);
    declare(
        home,
        "CREATE VIEW signup AS SELECT name FROM customer;"
            + " CREATE RULE rename AS ON UPDATE TO signup"
            + " DO INSTEAD UPDATE customer SET name = new.name WHERE name = old.name");
    assertState(home, REPORT, "UPDATE signup SET name = 'written'", DENIED);
    assertState(home, REPORT, "SELECT * FROM signup", Sql.FINE);
    assertState(home, STAFF, "UPDATE signup SET name = 'written'", Sql.FINE);
  }

  @Test
  void isNotWidenedWhereAnotherSchemaIsAtAnOlderMigration() throws SQLException {
    String older = "SELECT croft.allow('staff', 'booking', 'SELECT, DELETE')";
    Placement late = database.newHome(Isolation.SCHEMA);
    declare(database.ann(), older);
    declare(database.ann(), "SELECT croft.allow('staff', 'booking', '')");
    declare(late, older);
    declare(database.ann(), "ALTER TABLE booking ADD COLUMN note text");
    assertState(database.ann(), STAFF, "SELECT * FROM booking", DENIED);
    assertState(late, STAFF, "DELETE FROM booking", Sql.FINE);
    declare(late, "ALTER TABLE booking ADD COLUMN note text");
    assertState(late, STAFF, "DELETE FROM booking", Sql.FINE);
    assertState(late, STAFF, "UPDATE booking SET price = 1", DENIED);
    try (Connection admin = database.admin()) {
      HomeGate.remove(admin, late);
      String schemas = "SELECT DISTINCT schema_name FROM croft.access_right";
      assertThat(Sql.column(admin, schemas)).containsExactly("app");
    }
  }

  private static void declare(Placement home, String declaration) throws SQLException {
    GateDatabase.migrate(home.database(), home.schema(), declaration);
  }

  private void assertState(Placement home, Access access, String statement, String state)
      throws SQLException {
    try (Connection own = database.inside(home, access)) {
      assertThat(Sql.state(own, statement)).as(statement).isEqualTo(state);
    }
  }
}
