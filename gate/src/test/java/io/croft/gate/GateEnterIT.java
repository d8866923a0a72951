package io.croft.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GateEnterIT {

  private static GateDatabase database;

  @BeforeAll
  static void createDatabase() throws SQLException {
    database = GateDatabase.create();
  }

  @Test
  void showsTheRowsOfTheEnteredTenantOnly() throws SQLException {
    try (Connection own = database.entered(database.ann())) {
      assertThat(Sql.column(own, "SELECT DISTINCT tenant_id FROM customer"))
          .containsExactly(database.ann().tenant().toString());
      assertThat(Sql.number(own, "SELECT count(*) FROM customer")).isEqualTo(3);
      assertThat(Sql.text(own, "SELECT croft.tenant()"))
          .isEqualTo(database.ann().tenant().toString());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT * FROM customer",
        "SELECT croft.tenant()",
        "INSERT INTO customer (name) VALUES ('x')",
        "UPDATE customer SET name = 'x'",
        "DELETE FROM customer",
        "SELECT * FROM visit_2026"
      })
  void refusesEveryStatementOfATransactionThatNobodyEntered(String statement) throws SQLException {
    try (Connection nobody = database.pool()) {
      assertThat(Sql.state(nobody, statement)).isEqualTo(GateState.NO_TENANT);
    }
  }

  @Test
  void forgetsTheTenantWithTheTransaction() throws SQLException {
    try (Connection own = database.entered(database.ann())) {
      own.commit();
      assertThat(Sql.state(own, "SELECT * FROM customer")).isEqualTo(GateState.NO_TENANT);
      own.rollback();
      database.enter(own, database.bob());
      assertThat(Sql.column(own, "SELECT DISTINCT tenant_id FROM customer"))
          .containsExactly(database.bob().tenant().toString());
    }
  }

  @Test
  void keepsNothingFromAutocommit() throws SQLException {
    try (Connection own = database.pool()) {
      database.enter(own, database.ann());
      assertThat(Sql.state(own, "SELECT * FROM customer")).isEqualTo(GateState.NO_TENANT);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "RESET ALL",
        "COMMIT AND CHAIN",
        "ROLLBACK AND CHAIN",
        "COMMIT; BEGIN",
        "DO $$ BEGIN COMMIT; END $$"
      })
  void failsClosedWhenTheRegisterIsLost(String statement) throws SQLException {
    try (Connection own = database.entered(database.ann())) {
      String refused = Sql.state(() -> Sql.script(own, statement));
      assertThat(Sql.state(own, "SELECT * FROM customer"))
          .isEqualTo(refused.equals(Sql.FINE) ? GateState.NO_TENANT : "25P02");
    }
  }

  @Test
  void failsClosedAfterARollbackToASavepointOlderThanEnter() throws SQLException {
    try (Connection own = database.pool()) {
      own.setAutoCommit(false);
      Savepoint older = own.setSavepoint();
      database.enter(own, database.ann());
      own.rollback(older);
      assertThat(Sql.state(own, "SELECT * FROM customer")).isEqualTo(GateState.NO_TENANT);
    }
  }

  @Test
  void staysEnteredAfterARollbackToAYoungerSavepoint() throws SQLException {
    try (Connection own = database.entered(database.ann())) {
      Savepoint younger = own.setSavepoint();
      assertThat(Sql.state(own, "SELECT 1/0")).isEqualTo("22012");
      own.rollback(younger);
      assertThat(Sql.number(own, "SELECT count(*) FROM customer")).isEqualTo(3);
    }
  }

  @Test
  void refusesASecondTenantInOneTransaction() throws SQLException {
    try (Connection own = database.entered(database.ann())) {
      Savepoint savepoint = own.setSavepoint();
      assertThat(Sql.state(() -> database.enter(own, database.bob())))
          .isEqualTo(GateState.ALREADY_ENTERED);
      own.rollback(savepoint);
      assertThat(Sql.state(() -> database.enter(own, database.ann())))
          .isEqualTo(GateState.ALREADY_ENTERED);
    }
  }

  @Test
  void refusesASecondTenantWhileACursorOfTheFirstIsOpen() throws SQLException {
    try (Connection own = database.entered(database.ann())) {
      Sql.run(own, "DECLARE kept CURSOR FOR SELECT * FROM customer");
      Sql.run(own, "RESET ALL");
      assertThat(Sql.state(() -> database.enter(own, database.bob())))
          .isEqualTo(GateState.SESSION_NOT_CLEAN);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "PREPARE s AS SELECT 1",
        "BEGIN; DECLARE c CURSOR WITH HOLD FOR SELECT 1; COMMIT",
        "SET ROLE croft_pool",
        "SET row_security = off",
        "SET standard_conforming_strings = off",
        "SET search_path = public, app",
        "SET search_path = pg_temp, app, pg_temp"
      })
  void refusesASessionThatCarriesStateOfAnEarlierTransaction(String state) throws SQLException {
    try (Connection planted = database.pool()) {
      Sql.script(planted, state);
      planted.setAutoCommit(false);
      assertThat(Sql.state(() -> database.enter(planted, database.ann())))
          .isEqualTo(GateState.SESSION_NOT_CLEAN);
    }
  }

  @Test
  void leavesNoRoomForTemporaryTables() throws SQLException {
    try (Connection own = database.entered(database.ann())) {
      assertThat(Sql.state(own, "CREATE TEMP TABLE customer (id int)")).isEqualTo("42501");
    }
  }

  @Test
  void saysThatATenantWithoutAHomeHasMoved() throws SQLException {
    try (Connection own = database.pool()) {
      own.setAutoCommit(false);
      assertThat(Sql.state(() -> database.enter(own, database.unknown())))
          .isEqualTo(GateState.MOVED);
    }
  }
}
