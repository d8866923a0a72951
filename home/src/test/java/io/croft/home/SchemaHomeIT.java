package io.croft.home;

import static org.assertj.core.api.Assertions.assertThat;

import io.croft.core.Isolation;
import io.croft.core.Placement;
import io.croft.core.TenantId;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class SchemaHomeIT extends KilledHomesContract {

  SchemaHomeIT() {
    super(Isolation.SCHEMA);
  }

  @Test
  void isClosedToTheLoginOfAnotherHome() throws SQLException {
    Placement victim = newHome();
    addLocation(victim, "secret");
    Placement attacker = newHome();
    try (Connection connection = TestServer.application(attacker)) {
      String table = "\"" + victim.schema() + "\".location";
      assertState("42501", () -> Sql.run(connection, "TABLE " + table));
      assertState("42501", () -> Sql.run(connection, "INSERT INTO " + table + " DEFAULT VALUES"));
      assertState("42501", () -> Sql.run(connection, "SET ROLE \"" + victim.login() + "\""));
      assertState("42501", () -> Sql.run(connection, "TABLE app.location"));
    }
  }

  @Test
  void admitsItsLoginToTheSharedDatabaseAlone() throws SQLException {
    Placement home = newHome();
    for (String database : List.of("postgres", "template1", Databases.TEMPLATE)) {
      org.assertj.core.api.Assertions.assertThatThrownBy(() -> TestServer.login(home, database))
          .as(database)
          .isInstanceOf(SQLException.class)
          .satisfies(e -> assertThat(((SQLException) e).getSQLState()).isIn("42501", "55000"));
    }
  }

  @Test
  void isOpenToTheHomesOfOtherKindsNeither() throws SQLException {
    Placement victim = newHome();
    Placement pooled = Placement.of(TenantId.random(), Isolation.POOL, TestServer.NAME, 1);
    homes.create(pooled);
    try (Connection connection = enter(pooled)) {
      assertState("42501", () -> Sql.run(connection, "TABLE \"" + victim.schema() + "\".location"));
    }
  }

  @Test
  void isMadeBesideOthersAtTheSameTime() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<Placement>> made =
          Stream.generate(() -> threads.submit(this::newHome)).limit(12).toList();
      for (Future<Placement> home : made) {
        addLocation(home.get(), "here");
        assertThat(locations(home.get())).containsExactly("here");
      }
    } finally {
      threads.shutdownNow();
    }
  }
}
