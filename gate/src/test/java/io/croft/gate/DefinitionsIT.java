package io.croft.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.croft.core.Isolation;
import io.croft.core.Placement;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** DDL that touches a home is counted at its mark, in the transaction that runs it. */
class DefinitionsIT {

  private static final String[] CHANGES = {
    "CREATE TABLE extra (tenant_id uuid NOT NULL DEFAULT croft.tenant(), id int, PRIMARY KEY (tenant_id, id))",
    "ALTER TABLE customer ADD COLUMN phone text",
    "ALTER TABLE customer ALTER COLUMN name TYPE varchar(90)",
    "ALTER TABLE customer RENAME COLUMN phone TO telephone",
    "ALTER TABLE customer DROP COLUMN telephone",
    "ALTER TABLE customer ADD CONSTRAINT named CHECK (name <> '')",
    "ALTER TABLE customer DROP CONSTRAINT named",
    "ALTER TABLE customer REPLICA IDENTITY FULL",
    "CREATE INDEX more ON customer (tenant_id, name)",
    "DROP INDEX more",
    "CREATE TABLE visit_2028 PARTITION OF visit FOR VALUES FROM (2028) TO (2029)",
    "ALTER TABLE visit DETACH PARTITION visit_2028",
    "ALTER TABLE visit ATTACH PARTITION visit_2028 FOR VALUES FROM (2028) TO (2029)",
    "DROP TABLE visit_2028",
    "CREATE TRIGGER same BEFORE UPDATE ON visit_2026 FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()",
    "ALTER TRIGGER same ON visit_2026 RENAME TO equal",
    "DROP TRIGGER equal ON visit_2026",
    "ALTER SEQUENCE invoice_number INCREMENT 5",
    "CREATE TYPE mood AS ENUM ('fine')",
    "ALTER TYPE mood ADD VALUE 'bad'",
    "DROP TABLE extra"
  };

  private static final String WAITING =
      """
      SELECT count(*) FROM pg_stat_activity
      WHERE datname = current_database() AND wait_event_type = 'Lock'
      """;

  private GateDatabase database;

  @BeforeEach
  void createDatabase() throws SQLException {
    database = GateDatabase.create();
  }

  @AfterEach
  void drop() throws SQLException {
    database.drop();
  }

  @ParameterizedTest
  @EnumSource(names = {"POOL", "SCHEMA"})
  void countsEveryChangeOfTheHomeAndNoneOfAnother(Isolation isolation) throws SQLException {
    Placement home = database.newHome(isolation);
    Placement other = database.newHome(Isolation.SCHEMA);
    try (Connection mover = database.mover()) {
      MoverGate.setMark(mover, home);
      MoverGate.setMark(mover, other);
      for (String change : CHANGES) {
        long before = definitions(mover, home);
        GateDatabase.migrate(database.name(), home.schema(), change);
        assertThat(definitions(mover, home)).as(change).isGreaterThan(before);
        assertThat(definitions(mover, other)).as(change).isZero();
      }
    }
  }

  @Test
  void countsForEveryMarkOfAPool() throws SQLException {
    try (Connection mover = database.mover()) {
      MoverGate.setMark(mover, database.ann());
      MoverGate.setMark(mover, database.bob());
      GateDatabase.migrate(database.name(), "app", "ALTER TABLE customer ADD COLUMN phone text");
      assertThat(definitions(mover, database.ann())).isEqualTo(1);
      assertThat(definitions(mover, database.bob())).isEqualTo(1);
    }
  }

  @Test
  void countsNothingThatLeavesTheTablesAsTheyAre() throws SQLException {
    try (Connection mover = database.mover();
        Connection admin = database.admin()) {
      MoverGate.setMark(mover, database.ann());
      for (String statement :
          new String[] {
            "CREATE TEMP TABLE customer (id int); ALTER TABLE customer ADD x int; DROP TABLE customer",
            "CREATE SCHEMA aside; CREATE TABLE aside.customer (id int); DROP SCHEMA aside CASCADE",
            "COMMENT ON TABLE app.customer IS 'who pays'",
            "REINDEX TABLE app.customer",
            "ANALYZE app.customer",
            "GRANT SELECT ON app.customer TO croft_app",
            "CREATE PUBLICATION other FOR TABLE app.customer WHERE (false); DROP PUBLICATION other"
          }) {
        Sql.script(admin, statement);
        assertThat(definitions(mover, database.ann())).as(statement).isZero();
      }
    }
  }

  @Test
  void writesNothingForACommandThatChangesNothing() throws SQLException {
    try (Connection admin = database.admin()) {
      admin.setAutoCommit(false);
      admin.setReadOnly(true);
      admin.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      Sql.run(admin, "REINDEX TABLE app.customer");
      admin.commit();
    }
  }

  @Test
  void countsWithTheChangeOrNotAtAll() throws SQLException {
    try (Connection mover = database.mover();
        Connection admin = database.admin()) {
      MoverGate.setMark(mover, database.ann());
      admin.setAutoCommit(false);
      Sql.run(admin, "ALTER TABLE app.customer ADD COLUMN phone text");
      assertThat(definitions(mover, database.ann())).isZero();
      admin.rollback();
      assertThat(definitions(mover, database.ann())).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"POOL", "SCHEMA"})
  void aChangeThatComesDuringTheSwitchWaitsForItAndOnlyThenMayOrMayNotBe(Isolation isolation)
      throws Exception {
    Placement home = database.newHome(isolation);
    try (Attempt attempt = Attempt.on(database, home)) {
      MoverGate.setMark(attempt.source(), home);
      assertThat(attempt.fence()).isTrue();
      attempt.source().setAutoCommit(false);
      assertThat(attempt.switchOver()).isTrue();
      CompletableFuture<Boolean> change =
          CompletableFuture.supplyAsync(
              () ->
                  Attack.succeeds(
                      () ->
                          GateDatabase.migrate(
                              database.name(),
                              home.schema(),
                              "ALTER TABLE customer ADD COLUMN phone text")));
      Sql.run(attempt.source(), "SET LOCAL idle_in_transaction_session_timeout = 0");
      try (Connection admin = database.admin()) {
        await().until(() -> Sql.number(admin, WAITING) == 1);
      }
      attempt.source().commit();
      assertThat(change.get()).isEqualTo(isolation == Isolation.POOL);
    }
  }

  @Test
  void aSwitchThatWasRefusedForAChangeLeavesTheHomeToBeOpenedAgain() throws SQLException {
    Placement home = database.newHome(Isolation.SCHEMA);
    try (Attempt attempt = Attempt.on(database, home);
        Connection migration = database.admin()) {
      MoverGate.setMark(attempt.source(), home);
      assertThat(attempt.fence()).isTrue();
      migration.setAutoCommit(false);
      Sql.run(migration, "ALTER TABLE \"%s\".customer ADD phone text".formatted(home.schema()));
      assertThatThrownBy(attempt::switchOver)
          .asInstanceOf(InstanceOfAssertFactories.type(SQLException.class))
          .extracting(SQLException::getSQLState)
          .isEqualTo(GateState.DEFINITIONS_CHANGED);
      assertThat(MoverGate.unfence(attempt.source(), home, attempt.token())).isTrue();
      migration.commit();
    }
  }

  private static long definitions(Connection mover, Placement home) throws SQLException {
    return Sql.number(
        mover,
        "SELECT definitions FROM croft.mark WHERE tenant = ? AND epoch = ?",
        home.tenant().value(),
        home.epoch());
  }
}
