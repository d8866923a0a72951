package io.croft.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.croft.core.Access;
import io.croft.core.Isolation;
import io.croft.core.Placement;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What an access may do and may not, the same in homes of every kind. */
class AccessIT {

  private static final String DENIED = "42501";
  private static final Access REPORT = Access.of("report");

  /** Ways to write, lock or get out, of which an access that may only read is tried with each. */
  private static final List<String> WRITES =
      List.of(
          "INSERT INTO customer (name) VALUES ('written')",
          "INSERT INTO customer (name) SELECT name FROM customer",
          "UPDATE customer SET name = 'written'",
          "UPDATE customer SET name = 'written' WHERE id = -1",
          "DELETE FROM customer",
          "DELETE FROM booking WHERE price > 0",
          "INSERT INTO customer (id, name) VALUES (-1, 'x')"
              + " ON CONFLICT (tenant_id, id) DO UPDATE SET name = 'written'",
          "INSERT INTO customer (id, name) VALUES (-1, 'x') ON CONFLICT DO NOTHING",
          "MERGE INTO customer c USING (SELECT * FROM customer) v ON c.id = v.id"
              + " WHEN MATCHED THEN UPDATE SET name = 'written'",
          "MERGE INTO customer c USING (VALUES (-1)) v (id) ON c.id = v.id"
              + " WHEN NOT MATCHED THEN INSERT (name) VALUES ('written')",
          "MERGE INTO booking b USING (SELECT * FROM booking) v ON b.id = v.id"
              + " WHEN MATCHED THEN DELETE",
          "WITH w AS (UPDATE customer SET name = 'written' RETURNING 1) SELECT count(*) FROM w",
          "WITH w AS (DELETE FROM booking RETURNING 1) SELECT 1",
          "UPDATE cheap_booking SET price = 1",
          "DELETE FROM cheap_booking",
          "INSERT INTO visit (year, id, customer_id) VALUES (2027, 9, 1)",
          "INSERT INTO visit_2027 (year, id, customer_id) VALUES (2027, 9, 1)",
          "UPDATE visit SET year = 2027",
          "DELETE FROM visit_2026",
          "TRUNCATE visit",
          "SELECT * FROM customer FOR UPDATE",
          "SELECT * FROM customer FOR KEY SHARE",
          "DECLARE c CURSOR FOR SELECT * FROM customer FOR UPDATE; FETCH c",
          "DO $$ BEGIN UPDATE customer SET name = 'written'; END $$",
          "PREPARE p AS DELETE FROM booking; EXECUTE p",
          "EXPLAIN (ANALYZE) DELETE FROM booking",
          "SELECT setval('invoice_number', 1)",
          "SET ROLE croft_app_owner; DELETE FROM booking",
          "SET ROLE croft_mover; DELETE FROM booking",
          "SET SESSION AUTHORIZATION croft_owner",
          "ALTER TABLE customer DISABLE ROW LEVEL SECURITY",
          "DROP TRIGGER croft_guard ON booking",
          "CREATE FUNCTION f() RETURNS int LANGUAGE sql SECURITY DEFINER RETURN 1",
          "SELECT croft.allow('report', '*', 'SELECT, DELETE', 'app')",
          "UPDATE croft.access_right SET commands = '{SELECT,DELETE}'",
          "LOCK TABLE booking IN ACCESS EXCLUSIVE MODE",
          "SELECT nextval('invoice_number')",
          "UPDATE customer SET name = 'written' WHERE false",
          "GRANT croft_pool TO CURRENT_USER",
          "SET ROLE croft_pool; DELETE FROM booking",
          "SET ROLE croft_app; DELETE FROM booking",
          "INSERT INTO croft.home_login SELECT session_user, gen_random_uuid(), 1, ''",
          "SET LOCAL croft.entered = 'yes'; DELETE FROM booking",
          "RESET ROLE; RESET SESSION AUTHORIZATION; DELETE FROM booking");

  /** The same, where the refusal has another reason in the pool. */
  private static final List<String> ESCAPES =
      List.of(
          "COMMIT; BEGIN; DELETE FROM booking",
          "COMMIT AND CHAIN; DELETE FROM booking",
          "ROLLBACK; BEGIN; SELECT croft.join(); DELETE FROM booking",
          "RESET ALL; DELETE FROM booking",
          "SAVEPOINT s; ROLLBACK TO s; DELETE FROM booking",
          "SET LOCAL backtrace_functions = ''; DELETE FROM booking");

  private static final Map<Isolation, Placement> HOMES = new EnumMap<>(Isolation.class);

  private static GateDatabase database;

  @BeforeAll
  static void createHomes() throws SQLException {
    database = GateDatabase.create();
    database.allow("report", "*", "SELECT");
    database.allow("staff", "customer", "SELECT, INSERT, UPDATE");
    database.allow("staff", "booking", " select,insert , DELETE,");
    // A view is read by its caller, so its tables decide.
    database.allow("guest", "*", "SELECT");
    database.allow("guest", "visit", "");
    database.allow("eraser", "customer", "SELECT, DELETE");
    database.allow("writer", "customer", "INSERT");
    for (Isolation isolation : Isolation.values()) {
      HOMES.put(isolation, database.newHome(isolation));
    }
  }

  private static Connection as(Isolation isolation, Access access) throws SQLException {
    return database.inside(HOMES.get(isolation), access);
  }

  static Stream<Arguments> writes() {
    return HOMES.keySet().stream()
        .flatMap(home -> WRITES.stream().map(statement -> Arguments.of(home, statement)));
  }

  @ParameterizedTest
  @MethodSource("writes")
  void refusesEveryWriteOfAnAccessThatReads(Isolation isolation, String statement)
      throws SQLException {
    try (Connection own = as(isolation, REPORT)) {
      assertThat(Sql.state(() -> Sql.script(own, statement))).isEqualTo(DENIED);
      commitOrRollback(own);
    }
    assertUntouched(isolation);
  }

  static Stream<Arguments> escapes() {
    return HOMES.keySet().stream()
        .flatMap(home -> ESCAPES.stream().map(statement -> Arguments.of(home, statement)));
  }

  @ParameterizedTest
  @MethodSource("escapes")
  void keepsAnAccessInItsTransaction(Isolation isolation, String statement) throws SQLException {
    try (Connection own = as(isolation, REPORT)) {
      assertThat(Sql.state(() -> Sql.script(own, statement)))
          .isIn(DENIED, GateState.NO_TENANT, GateState.MOVED);
      commitOrRollback(own);
    }
    assertUntouched(isolation);
  }

  @ParameterizedTest
  @EnumSource
  void refusesCopyAndTheRightsOfOtherLogins(Isolation isolation) throws SQLException {
    Placement home = HOMES.get(isolation);
    try (Connection own = as(isolation, REPORT)) {
      assertThat(Sql.state(() -> Sql.copyIn(own, "COPY customer (name) FROM STDIN", "written\n")))
          .isEqualTo(DENIED);
      own.rollback();
      String full = "SET ROLE \"%s\"".formatted(home.login());
      assertThat(Sql.state(own, full)).isEqualTo(DENIED);
    }
    assertUntouched(isolation);
  }

  @ParameterizedTest
  @EnumSource
  void catchingTheRefusalChangesNothing(Isolation isolation) throws SQLException {
    try (Connection own = as(isolation, REPORT)) {
      Sql.script(
          own,
          """
          DO $$
          BEGIN
            DELETE FROM booking;
          EXCEPTION WHEN insufficient_privilege THEN
            NULL;
          END
          $$
          """);
      own.commit();
    }
    assertUntouched(isolation);
  }

  @ParameterizedTest
  @EnumSource
  void readsAllThatItIsAllowed(Isolation isolation) throws SQLException {
    try (Connection own = as(isolation, REPORT)) {
      for (String relation : List.of("customer", "booking", "visit", "visit_2026")) {
        assertThat(Sql.number(own, "SELECT count(*) FROM " + relation)).isEqualTo(3);
      }
      Sql.run(own, "SELECT * FROM cheap_booking");
      assertThat(Sql.copyOut(own, "COPY (SELECT name FROM customer ORDER BY id) TO STDOUT"))
          .isEqualTo("c1\nc2\nc3\n");
      assertThat(Sql.text(own, "SELECT croft.access()")).isEqualTo("report");
      assertThat(Sql.text(own, "SELECT croft.tenant()"))
          .isEqualTo(HOMES.get(isolation).tenant().toString());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          staff  | fine  | INSERT INTO customer (name) VALUES ('new') RETURNING id
          staff  | fine  | UPDATE customer SET name = 'other' WHERE id > 0
          staff  | fine  | SELECT * FROM customer FOR UPDATE
          staff  | fine  | INSERT INTO customer (name) VALUES ('n') ON CONFLICT (tenant_id, id) DO UPDATE SET name = 'n'
          staff  | 42501 | DELETE FROM customer
          staff  | fine  | INSERT INTO booking (customer_id, price) SELECT id, 1 FROM customer
          staff  | fine  | DELETE FROM booking WHERE price > 10
          staff  | fine  | DELETE FROM cheap_booking
          staff  | 42501 | UPDATE booking SET price = 2
          staff  | 42501 | UPDATE cheap_booking SET price = 2
          staff  | 42501 | SELECT * FROM booking FOR SHARE
          staff  | 42501 | SELECT * FROM visit
          staff  | 42501 | SELECT * FROM visit WHERE year = 1900 AND id = -1
          staff  | 42501 | EXPLAIN SELECT * FROM visit
          staff  | 42501 | SELECT count(*) FROM customer JOIN visit ON visit.customer_id = customer.id
          staff  | 42501 | SELECT * FROM visit_2026
          staff  | 42501 | COPY visit TO STDOUT
          staff  | 42501 | INSERT INTO visit_2027 (year, id, customer_id) VALUES (2027, 9, 1)
          staff  | 42501 | SELECT 1 WHERE EXISTS (SELECT FROM visit)
          staff  | 42501 | UPDATE customer SET name = 'x' FROM visit WHERE visit.customer_id = customer.id
          guest  | fine  | SELECT * FROM customer
          guest  | 42501 | SELECT * FROM visit
          guest  | 42501 | SELECT * FROM visit_2026
          writer | fine  | INSERT INTO customer (name) VALUES ('new')
          writer | 42501 | INSERT INTO customer (name) VALUES ('new') RETURNING id
          writer | 42501 | SELECT * FROM customer
          writer | 42501 | UPDATE customer SET name = 'x'
          writer | 42501 | INSERT INTO booking (customer_id, price) VALUES (1, 1)
          """)
  void allowsExactlyWhatIsDeclared(String access, String state, String statement)
      throws SQLException {
    for (Isolation isolation : HOMES.keySet()) {
      try (Connection own = as(isolation, Access.of(access))) {
        assertThat(Sql.state(() -> runOrCopy(own, statement))).as("%s", isolation).isEqualTo(state);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void letsAForeignKeyActForItsOwner(Isolation isolation) throws SQLException {
    try (Connection own = as(isolation, Access.of("eraser"))) {
      assertThat(Sql.update(own, "DELETE FROM customer")).isEqualTo(3);
      own.rollback();
    }
  }

  @ParameterizedTest
  @EnumSource
  void withholdsNothingFromFullAccess(Isolation isolation) throws SQLException {
    try (Connection own = as(isolation, Access.FULL)) {
      assertThat(Sql.text(own, "SELECT croft.access()")).isEmpty();
      assertThat(Sql.update(own, "UPDATE booking SET price = 5")).isEqualTo(3);
      assertThat(Sql.number(own, "SELECT count(*) FROM (SELECT FROM visit FOR UPDATE) v"))
          .isEqualTo(3);
      assertThat(Sql.update(own, "DELETE FROM customer")).isEqualTo(3);
      own.rollback();
    }
  }

  private static void runOrCopy(Connection own, String statement) throws SQLException {
    if (statement.startsWith("COPY")) {
      Sql.copyOut(own, statement);
    } else {
      Sql.run(own, statement);
    }
  }

  private static void commitOrRollback(Connection own) throws SQLException {
    Sql.script(own, "COMMIT");
  }

  private static void assertUntouched(Isolation isolation) throws SQLException {
    Placement home = HOMES.get(isolation);
    String present =
        """
        SELECT concat_ws(' ', (SELECT string_agg(name, ',' ORDER BY id) FROM %1$s.customer WHERE tenant_id = '%2$s'),
          (SELECT string_agg(price::text, ',' ORDER BY id) FROM %1$s.booking WHERE tenant_id = '%2$s'),
          (SELECT string_agg(year::text, ',') FROM %1$s.visit WHERE tenant_id = '%2$s'))
        """
            .formatted('"' + home.schema() + '"', home.tenant());
    try (Connection admin = GateServer.admin(home.database())) {
      assertThat(Sql.text(admin, present))
          .matches("c1,c2,c3 \\d+0.00,\\d+0.00,\\d+0.00 2026,2026,2026");
    }
  }
}
