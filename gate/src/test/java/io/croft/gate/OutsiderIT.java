package io.croft.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.croft.core.Isolation;
import io.croft.core.Placement;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Superusers, migrations and jobs that write to the pool without entering as a tenant. */
class OutsiderIT {

  private static final String BACKFILL = "UPDATE app.customer SET name = name";

  private static GateDatabase database;

  private Placement home;

  @BeforeAll
  static void createDatabase() throws SQLException {
    database = GateDatabase.create();
  }

  @BeforeEach
  void addTenant() throws SQLException {
    home = database.newHome(Isolation.POOL);
  }

  @Test
  void areWaitedForByTheFence() throws SQLException {
    try (Attempt attempt = Attempt.on(database, home);
        Connection outsider = database.admin()) {
      outsider.setAutoCommit(false);
      Sql.run(outsider, BACKFILL);
      assertThat(Sql.state(attempt::fence)).isEqualTo("55P03");
      outsider.commit();
      assertThat(attempt.fence()).isTrue();
      MoverGate.unfence(attempt.source(), home, attempt.token());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        BACKFILL,
        "DELETE FROM app.visit_2026",
        "TRUNCATE app.visit",
        "SET session_replication_role = replica; UPDATE app.customer SET name = 'x'"
      })
  void areRefusedWhileATenantIsFenced(String statement) throws SQLException {
    try (Attempt attempt = Attempt.on(database, home);
        Connection outsider = database.admin()) {
      assertThat(attempt.fence()).isTrue();
      assertThat(Sql.state(() -> Sql.script(outsider, statement))).isEqualTo(GateState.REFUSED);
      MoverGate.unfence(attempt.source(), home, attempt.token());
      outsider.setAutoCommit(false);
      assertThat(Sql.state(() -> Sql.script(outsider, statement))).isEqualTo(Sql.FINE);
      outsider.rollback();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"REPEATABLE READ", "SERIALIZABLE"})
  void areRefusedASnapshotThatCouldMissAFence(String level) throws SQLException {
    try (Connection outsider = database.admin()) {
      Sql.script(outsider, "BEGIN ISOLATION LEVEL " + level);
      assertThat(Sql.state(outsider, BACKFILL)).isEqualTo(GateState.REFUSED);
    }
  }

  @Test
  void doNotExcludeEachOther() throws SQLException {
    try (Connection first = database.admin();
        Connection second = database.admin()) {
      first.setAutoCommit(false);
      second.setAutoCommit(false);
      Sql.run(first, "INSERT INTO app.customer (tenant_id, name) VALUES (?, 'x')", tenant());
      Sql.run(second, "INSERT INTO app.customer (tenant_id, name) VALUES (?, 'x')", tenant());
      first.rollback();
      second.rollback();
    }
  }

  @Test
  void doNotStopTheTenants() throws SQLException {
    try (Connection outsider = database.admin();
        Connection own = database.entered(home)) {
      outsider.setAutoCommit(false);
      Sql.run(outsider, "INSERT INTO app.customer (tenant_id, name) VALUES (?, 'x')", tenant());
      Sql.run(own, BACKFILL);
      own.rollback();
      outsider.rollback();
    }
  }

  @Test
  void includeAMoverThatHasClaimedNothing() throws SQLException {
    try (Attempt attempt = Attempt.on(database, home);
        Connection mover = database.mover()) {
      assertThat(attempt.fence()).isTrue();
      assertThat(Sql.state(mover, BACKFILL)).isEqualTo(GateState.REFUSED);
      MoverGate.unfence(attempt.source(), home, attempt.token());
    }
  }

  private Object tenant() {
    return home.tenant().value();
  }
}
