package io.croft.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.croft.core.Isolation;
import io.croft.core.Placement;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The guard: no write, by whatever statement and whomever, reaches a home that is not open. */
class GuardIT {

  private static final List<String> WRITES =
      List.of(
          "INSERT INTO customer (name) VALUES ('written')",
          "UPDATE customer SET name = 'written'",
          "UPDATE customer SET name = 'written' WHERE false",
          "DELETE FROM customer",
          "DELETE FROM booking",
          "INSERT INTO customer (id, name) VALUES (1, 'x')"
              + " ON CONFLICT (tenant_id, id) DO UPDATE SET name = 'written'",
          "INSERT INTO customer (id, name) VALUES (1, 'x') ON CONFLICT DO NOTHING",
          "MERGE INTO customer c USING (VALUES (1)) v (id) ON c.id = v.id"
              + " WHEN MATCHED THEN UPDATE SET name = 'written'",
          "MERGE INTO customer c USING (VALUES (-1)) v (id) ON c.id = v.id"
              + " WHEN NOT MATCHED THEN INSERT (name) VALUES ('written')",
          "MERGE INTO booking b USING (VALUES (1)) v (id) ON b.id = v.id WHEN MATCHED THEN DELETE",
          "WITH w AS (UPDATE customer SET name = 'written' RETURNING 1) SELECT count(*) FROM w",
          "UPDATE cheap_booking SET price = 1",
          "INSERT INTO visit (year, id, customer_id) VALUES (2027, 9, 1)",
          "INSERT INTO visit_2027 (year, id, customer_id) VALUES (2027, 9, 1)",
          "UPDATE visit SET year = 2027",
          "DELETE FROM visit_2026",
          "DO $$ BEGIN UPDATE customer SET name = 'written'; END $$");

  private static GateDatabase database;
  private static Placement closedSchema;
  private static Placement closedDatabase;

  @BeforeAll
  static void createHomes() throws SQLException {
    database = GateDatabase.create();
    closedSchema = closed(Isolation.SCHEMA);
    closedDatabase = closed(Isolation.DATABASE);
  }

  static Stream<Arguments> writes() {
    return Stream.of(closedSchema, closedDatabase)
        .flatMap(home -> WRITES.stream().map(statement -> Arguments.of(home, statement)));
  }

  @ParameterizedTest
  @MethodSource("writes")
  void refusesEveryWriteOfTheTenant(Placement home, String statement) throws SQLException {
    try (Connection own = database.connect(home)) {
      assertThat(Sql.state(own, statement)).isEqualTo(GateState.FENCED);
    }
    assertUntouched(home);
  }

  @ParameterizedTest
  @MethodSource("writes")
  void refusesEveryWriteOfASuperuserThatTurnsTriggersOff(Placement home, String statement)
      throws SQLException {
    try (Connection admin = GateServer.admin(home.database())) {
      Sql.script(
          admin,
          "SET session_replication_role = replica; SET search_path = \"%s\""
              .formatted(home.schema()));
      assertThat(Sql.state(admin, statement)).isEqualTo(GateState.FENCED);
      assertThat(Sql.state(admin, "TRUNCATE visit")).isEqualTo(GateState.FENCED);
    }
    assertUntouched(home);
  }

  @ParameterizedTest
  @EnumSource(names = {"SCHEMA", "DATABASE"})
  void refusesCopy(Isolation isolation) throws SQLException {
    Placement home = isolation == Isolation.SCHEMA ? closedSchema : closedDatabase;
    try (Connection own = database.connect(home)) {
      assertThat(Sql.state(() -> Sql.copyIn(own, "COPY customer (name) FROM STDIN", "written\n")))
          .isEqualTo(GateState.FENCED);
    }
    assertUntouched(home);
  }

  @ParameterizedTest
  @EnumSource(names = {"SCHEMA", "DATABASE"})
  void refusesTheMoverWithoutALiveToken(Isolation isolation) throws SQLException {
    Placement home = isolation == Isolation.SCHEMA ? closedSchema : closedDatabase;
    try (Connection mover = GateServer.mover(home.database())) {
      Sql.run(mover, "SET session_replication_role = replica");
      String delete = "DELETE FROM \"%s\".booking".formatted(home.schema());
      assertThat(Sql.state(mover, delete)).isEqualTo(GateState.FENCED);
      Sql.run(mover, "SET croft.token = '1'");
      assertThat(Sql.state(mover, delete)).isEqualTo(GateState.FENCED);
    }
    assertUntouched(home);
  }

  @ParameterizedTest
  @EnumSource(names = {"SCHEMA", "DATABASE"})
  void refusesWritesToAHomeThatTheTenantHasLeft(Isolation isolation) throws SQLException {
    Placement home = database.newHome(isolation);
    try (Attempt attempt = Attempt.on(database, home)) {
      attempt.complete();
    }
    try (Connection admin = GateServer.admin(home.database())) {
      assertThat(Sql.state(admin, "DELETE FROM \"%s\".booking".formatted(home.schema())))
          .isEqualTo(GateState.MOVED);
    }
    assertUntouched(home);
  }

  @ParameterizedTest
  @EnumSource(names = {"SCHEMA", "DATABASE"})
  void letsOnlyTheAttemptThatHoldsItWriteToAHomeInPreparation(Isolation isolation)
      throws SQLException {
    Placement home = database.newHome(Isolation.POOL);
    try (Attempt attempt = Attempt.on(database, home, isolation);
        Connection own = database.connect(attempt.to())) {
      String insert =
          "INSERT INTO \"%s\".customer (name) VALUES ('copied')".formatted(attempt.to().schema());
      assertThat(Sql.state(own, insert)).isEqualTo(GateState.FENCED);
      assertThat(Sql.state(attempt.target(), insert)).isEqualTo(GateState.FENCED);
      attempt.target().setAutoCommit(false);
      MoverGate.claim(attempt.target(), attempt.to(), attempt.token());
      Sql.run(attempt.target(), insert);
      attempt.target().commit();
      assertThat(Sql.state(attempt.target(), insert)).isEqualTo(GateState.FENCED);
    }
  }

  @Test
  void doesNotStopTheNeighbours() throws SQLException {
    Placement neighbour = database.newHome(Isolation.SCHEMA);
    try (Connection own = database.connect(neighbour);
        Connection ann = database.entered(database.ann())) {
      Sql.run(own, WRITES.get(0));
      Sql.run(ann, WRITES.get(0));
      ann.rollback();
    }
  }

  private static Placement closed(Isolation isolation) throws SQLException {
    Placement home = database.newHome(isolation);
    try (Attempt attempt = Attempt.on(database, home)) {
      attempt.fence();
    }
    return home;
  }

  private static void assertUntouched(Placement home) throws SQLException {
    try (Connection admin = GateServer.admin(home.database())) {
      String schema = '"' + home.schema() + '"';
      assertThat(Sql.column(admin, "SELECT name FROM %s.customer ORDER BY id".formatted(schema)))
          .containsExactly("c1", "c2", "c3");
      assertThat(Sql.column(admin, "SELECT price FROM %s.booking ORDER BY id".formatted(schema)))
          .containsExactly("10.00", "20.00", "30.00");
      assertThat(Sql.column(admin, "SELECT year FROM %s.visit".formatted(schema)))
          .containsExactly("2026", "2026", "2026");
    }
  }
}
