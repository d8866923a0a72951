package io.croft.home;

import static org.assertj.core.api.Assertions.assertThat;

import io.croft.core.Isolation;
import io.croft.core.Placement;
import io.croft.core.TenantId;
import io.croft.gate.HomeGate;
import io.croft.gate.HomeState;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A home that its tenant has left says so until its tables are gone. */
class HomeRemovalIT {

  private static final int MOST_STEPS = 200;

  private static Homes homes;

  @BeforeAll
  static void prepare() throws SQLException {
    TestServer.prepare(TestServer.TEN_TABLES);
    homes = new Homes(TestServer::admin, TestServer.SECRET.application());
  }

  @AfterAll
  static void close() {
    homes.close();
  }

  @ParameterizedTest
  @EnumSource(names = {"SCHEMA", "DATABASE"})
  void tellsThatTheTenantHasLeftAsLongAsTablesAreThere(Isolation isolation) throws SQLException {
    for (int step = 1; ; step++) {
      Placement home = leftHome(isolation);
      boolean killed = HomesContract.runKilled(step, process -> process.drop(home));
      if (hasTables(home)) {
        try (Connection admin = TestServer.admin(home.server(), home.database())) {
          assertThat(HomeGate.read(admin, home))
              .as("before step " + step)
              .hasValueSatisfying(gate -> assertThat(gate.state()).isEqualTo(HomeState.MOVED));
        }
      }
      homes.drop(home);
      HomesContract.assertGone(home);
      if (!killed) {
        return;
      }
      assertThat(step).isLessThan(MOST_STEPS);
    }
  }

  @Test
  void removesAPoolHomeBesideAChangeOfTheTables() throws SQLException {
    Placement home = leftHome(Isolation.POOL);
    try (Connection migration = TestServer.shared()) {
      String mark = "(tenant, epoch) = ('%s', %d)".formatted(home.tenant(), home.epoch());
      Sql.run(
          migration,
          "INSERT INTO croft.mark (tenant, epoch, number, definitions) VALUES ('%s', %d, 1, 0)"
              .formatted(home.tenant(), home.epoch()));
      migration.setAutoCommit(false);
      Sql.run(migration, "SELECT FROM croft.mark WHERE " + mark + " FOR UPDATE");
      homes.drop(home);
      HomesContract.assertGone(home);
      migration.rollback();
      Sql.run(migration, "DELETE FROM croft.mark WHERE " + mark);
      migration.commit();
    }
  }

  private static Placement leftHome(Isolation isolation) throws SQLException {
    Placement home = Placement.of(TenantId.random(), isolation, TestServer.NAME, 1);
    homes.create(home);
    TestServer.leave(home);
    return home;
  }

  /** Whether anybody could still change the tables of a home of its own. */
  private static boolean hasTables(Placement home) throws SQLException {
    if (home.isolation() == Isolation.DATABASE) {
      try (Connection admin = TestServer.maintenance()) {
        return Databases.state(admin, home.database()) == Databases.State.ADMITTING;
      }
    }
    try (Connection admin = TestServer.shared()) {
      return Sql.holds(
          admin, "SELECT EXISTS (SELECT FROM pg_namespace WHERE nspname = ?)", home.schema());
    }
  }
}
