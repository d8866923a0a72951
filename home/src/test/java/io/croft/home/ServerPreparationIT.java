package io.croft.home;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import io.croft.core.Isolation;
import io.croft.core.Placement;
import io.croft.core.TenantId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ServerPreparationIT {

  /** Killing at every step of Flyway as well would take minutes; a stride visits all parts. */
  private static final int STRIDE = 11;

  private static final String OPEN_DATABASES =
      """
      SELECT datname FROM pg_database
      WHERE has_database_privilege('nobody_special', oid, 'CONNECT')
         OR has_database_privilege('nobody_special', oid, 'TEMP')
      """;

  @Test
  void completesWhenKilledAnywhere() throws SQLException {
    TestServer.reset();
    for (int step = 1; ; step += STRIDE) {
      boolean killed = prepareKilled(step);
      TestServer.preparation(TestServer.TEN_TABLES).prepare(TestServer.NAME);
      assertThatHomesCanBeMade();
      TestServer.reset();
      if (!killed) {
        return;
      }
    }
  }

  private static boolean prepareKilled(int step) {
    KillAt kill = new KillAt(step);
    ObservedConnections connections = new ObservedConnections(TestServer::admin, kill);
    try {
      new ServerPreparation(connections, TestServer.SECRET, TestServer.TEN_TABLES)
          .prepare(TestServer.NAME);
    } catch (CroftException e) {
      assertThat(kill.killed()).as(e.getMessage()).isTrue();
    }
    return kill.killed();
  }

  private static void assertThatHomesCanBeMade() throws SQLException {
    try (Homes homes = new Homes(TestServer::admin, TestServer.SECRET.application())) {
      for (Isolation isolation : Isolation.values()) {
        Placement home = Placement.of(TenantId.random(), isolation, TestServer.NAME, 1);
        homes.create(home);
        HomesContract.addLocation(home, "here");
        assertThat(HomesContract.locations(home)).containsExactly("here");
        if (isolation != Isolation.POOL) {
          homes.dropEvenInUse(home);
        }
      }
    }
  }

  @Test
  void changesNothingOnAPreparedServer() throws SQLException {
    TestServer.prepare(TestServer.TEN_TABLES);
    Placement home = Placement.of(TenantId.random(), Isolation.POOL, TestServer.NAME, 1);
    try (Homes homes = new Homes(TestServer::admin, TestServer.SECRET.application())) {
      homes.create(home);
    }
    HomesContract.addLocation(home, "kept");
    // A tenant in the middle of its transaction is not even made to wait.
    try (Connection busy = HomesContract.enter(home)) {
      Sql.run(busy, "INSERT INTO location (name) VALUES ('kept too')");
      TestServer.preparation(TestServer.TEN_TABLES).prepare(TestServer.NAME);
      busy.commit();
    }
    assertThat(HomesContract.locations(home)).containsExactly("kept", "kept too");
  }

  @Test
  void takesEveryDatabaseFromThePublic() throws SQLException {
    TestServer.reset();
    try (Connection admin = TestServer.maintenance()) {
      Sql.run(admin, "DROP DATABASE IF EXISTS older");
      Sql.run(admin, "CREATE DATABASE older");
      Sql.run(admin, "GRANT ALL ON DATABASE postgres, template1 TO PUBLIC");
      Sql.run(admin, "CREATE ROLE nobody_special LOGIN");
      try {
        assertThat(Sql.strings(admin, OPEN_DATABASES)).contains("older", "postgres", "template1");
        TestServer.prepare(TestServer.TEN_TABLES);
        assertThat(Sql.strings(admin, OPEN_DATABASES)).isEmpty();
      } finally {
        Sql.run(admin, "DROP ROLE nobody_special");
        Sql.run(admin, "DROP DATABASE older");
      }
    }
  }

  @Test
  void admitsNobodyToTheTemplate() throws SQLException {
    TestServer.prepare(TestServer.TEN_TABLES);
    assertThatThrownBy(() -> TestServer.admin(TestServer.NAME, Databases.TEMPLATE))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("is not currently accepting connections");
  }

  @Test
  void refusesATableWithoutKeyAndKeepsNothingOfIt() throws SQLException {
    TestServer.reset();
    ApplicationSchema bad = ApplicationSchema.of("classpath:io/croft/home/bad_key");
    assertThatThrownBy(() -> TestServer.preparation(bad).prepare(TestServer.NAME))
        .isInstanceOf(CroftException.class)
        .hasMessageContaining("keyless")
        .extracting(e -> ((CroftException) e).code())
        .isEqualTo(ErrorCode.TABLE_WITHOUT_KEY);
    try (Connection admin = TestServer.maintenance()) {
      assertThat(TestServer.databases(admin)).isEmpty();
    }
    TestServer.prepare(TestServer.TEN_TABLES);
    assertThatHomesCanBeMade();
  }

  @Test
  void refusesAMigrationThatFailsAndKeepsNothingOfIt(@TempDir Path migrations)
      throws IOException, SQLException {
    TestServer.reset();
    Files.writeString(migrations.resolve("V1__broken.sql"), "CREATE TABLE broken (;");
    ApplicationSchema bad = ApplicationSchema.of("filesystem:" + migrations);
    HomesContract.assertCode(
        ErrorCode.MIGRATION_FAILED, () -> TestServer.preparation(bad).prepare(TestServer.NAME));
    try (Connection admin = TestServer.maintenance()) {
      assertThat(TestServer.databases(admin)).isEmpty();
    }
  }

  @Test
  void refusesAPlaceWithoutMigrationsAndKeepsNothingOfIt(@TempDir Path migrations)
      throws IOException, SQLException {
    TestServer.reset();
    Files.writeString(migrations.resolve("shop.sql"), "CREATE TABLE misnamed ();");
    for (String place : new String[] {migrations.toString(), migrations + "/nowhere"}) {
      ApplicationSchema empty = ApplicationSchema.of("filesystem:" + place);
      HomesContract.assertCode(
          ErrorCode.CONFIGURATION_INVALID,
          () -> TestServer.preparation(empty).prepare(TestServer.NAME));
    }
    try (Connection admin = TestServer.maintenance()) {
      assertThat(TestServer.databases(admin)).isEmpty();
    }
  }

  @Test
  void refusesMigrationsThatMayNotReachBeyondTheSchema(@TempDir Path migrations)
      throws IOException, SQLException {
    TestServer.reset();
    Files.writeString(migrations.resolve("V1__greedy.sql"), "CREATE SCHEMA another;");
    ApplicationSchema greedy = ApplicationSchema.of("filesystem:" + migrations);
    HomesContract.assertCode(
        ErrorCode.MIGRATION_FAILED, () -> TestServer.preparation(greedy).prepare(TestServer.NAME));
  }

  @Test
  void refusesOtherMigrationsOnAPreparedServer() throws SQLException {
    TestServer.prepare(TestServer.TEN_TABLES);
    HomesContract.assertCode(
        ErrorCode.SCHEMA_DIFFERS,
        () -> TestServer.preparation(TestServer.RICH).prepare(TestServer.NAME));
  }

  @Test
  void wantsASuperuser() throws SQLException {
    TestServer.reset();
    AdminConnections weak =
        (server, database) -> {
          Connection connection = TestServer.admin(server, database);
          Sql.run(connection, "SET ROLE pg_monitor");
          return connection;
        };
    HomesContract.assertCode(
        ErrorCode.CONFIGURATION_INVALID,
        () ->
            new ServerPreparation(weak, TestServer.SECRET, TestServer.TEN_TABLES)
                .prepare(TestServer.NAME));
  }
}
