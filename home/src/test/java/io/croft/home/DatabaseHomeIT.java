package io.croft.home;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.croft.core.Isolation;
import io.croft.core.Placement;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class DatabaseHomeIT extends KilledHomesContract {

  DatabaseHomeIT() {
    super(Isolation.DATABASE);
  }

  @Test
  void isClosedToTheLoginOfAnotherHome() {
    Placement victim = newHome();
    Placement attacker = newHome();
    assertState("42501", () -> TestServer.login(attacker, victim.database()));
  }

  @Test
  void admitsItsLoginToNoOtherDatabase() {
    Placement home = newHome();
    for (String database :
        List.of("postgres", "template1", Placement.SHARED_DATABASE, Databases.TEMPLATE)) {
      assertThatThrownBy(() -> TestServer.login(home, database))
          .as(database)
          .isInstanceOf(SQLException.class)
          .satisfies(e -> assertThat(((SQLException) e).getSQLState()).isIn("42501", "55000"));
    }
  }

  @Test
  void isMadeBesideOthersAtTheSameTime() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<Placement>> made =
          Stream.generate(() -> threads.submit(this::newHome)).limit(8).toList();
      for (Future<Placement> home : made) {
        addLocation(home.get(), "here");
        assertThat(locations(home.get())).containsExactly("here");
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void isMadeOnceWhenTwoMakeIt() throws Exception {
    Placement home = newPlacement();
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      Future<?> one = threads.submit(() -> homes.create(home));
      Future<?> other = threads.submit(() -> homes.create(home));
      one.get();
      other.get();
    } finally {
      threads.shutdownNow();
    }
    addLocation(home, "once");
    assertThat(locations(home)).containsExactly("once");
  }

  @Test
  void isMadeAnewWhenItWasHalfMade() throws SQLException {
    Placement home = newHome();
    try (Connection admin = TestServer.admin(home.server(), home.database())) {
      Sql.run(admin, "CREATE TABLE app.of_an_older_attempt ()");
      Sql.run(admin, "DELETE FROM croft.gate");
    }
    homes.create(home);
    try (Connection admin = TestServer.admin(home.server(), home.database())) {
      assertThat(Sql.strings(admin, "SELECT to_regclass('app.of_an_older_attempt')::text"))
          .containsOnlyNulls();
    }
    addLocation(home, "new");
    assertThat(locations(home)).containsExactly("new");
  }

  @Test
  void hasNothingToUnpublishWhenItIsHalfDropped() throws SQLException {
    Placement home = newHome();
    try (Connection admin = TestServer.admin(home.server(), Databases.MAINTENANCE)) {
      Sql.run(
          admin,
          "UPDATE pg_database SET datconnlimit = -2 WHERE datname = '%s'"
              .formatted(home.database()));
    }
    homes.unpublish(home, "croft_move_half");
    assertState("55000", () -> TestServer.admin(home.server(), home.database()));
  }
}
