package io.croft.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.croft.core.Isolation;
import io.croft.core.Placement;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a slot sends of a home, and what it does to its neighbours: nothing. */
class PublicationIT {

  private static final String NAME = "croft_move_it's \"one\"";
  private static final String SLOT = "croft_move_one";

  private GateDatabase database;

  @BeforeEach
  void createDatabase() throws SQLException {
    database = GateDatabase.create();
  }

  @AfterEach
  void drop() throws SQLException {
    try (Connection admin = GateServer.admin("postgres")) {
      Sql.run(
          admin,
          "SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE slot_name = ?",
          SLOT);
    }
    database.drop();
  }

  @ParameterizedTest
  @EnumSource
  void sendsTheChangesOfOneTenantAlone(Isolation isolation) throws SQLException {
    Placement home = database.newHome(isolation);
    try (Connection admin = GateServer.admin(home.database());
        Connection mover = GateServer.mover(home.database())) {
      Publication.create(admin, home, NAME);
      open(mover);
      changeRows(home);
      changeRows(database.ann());
      MoverGate.setMark(mover, home);
      List<StreamedChange> changes = StreamedChange.peek(mover, SLOT, NAME);
      String schema = home.schema();
      assertThat(changes)
          .extracting(change -> change.kind() + " " + change.table())
          .containsExactlyInAnyOrder(
              "INSERT " + schema + ".customer",
              "UPDATE " + schema + ".customer",
              "UPDATE " + schema + ".customer",
              "UPDATE " + schema + ".visit",
              "DELETE " + schema + ".visit",
              "DELETE " + schema + ".booking",
              "DELETE " + schema + ".customer",
              "INSERT croft.mark");
      assertThat(changes)
          .filteredOn(change -> change.table().startsWith(schema))
          .extracting(change -> change.row().get("tenant_id"))
          .containsOnly(home.tenant().toString());
    }
  }

  @ParameterizedTest
  @EnumSource
  void sendsTheMarkAfterAllThatWasCommittedBefore(Isolation isolation) throws SQLException {
    Placement home = database.newHome(isolation);
    try (Connection admin = GateServer.admin(home.database());
        Connection mover = GateServer.mover(home.database());
        Connection own = database.inside(home)) {
      Publication.create(admin, home, NAME);
      open(mover);
      MoverGate.setMark(mover, home);
      own.setAutoCommit(false);
      Sql.run(own, "UPDATE customer SET name = 'before'");
      own.commit();
      assertThat(MoverGate.setMark(mover, home)).isEqualTo(2);
      List<StreamedChange> changes = StreamedChange.peek(mover, SLOT, NAME);
      StreamedChange last = changes.get(changes.size() - 1);
      assertThat(last.table()).isEqualTo("croft.mark");
      assertThat(last.row()).containsEntry("number", "2").containsEntry("definitions", "0");
      assertThat(changes).filteredOn(named("before")).hasSize(3);
    }
  }

  @Test
  void sendsAChangeOfDefinitionsInItsPlace() throws SQLException {
    Placement ann = database.ann();
    try (Connection admin = database.admin();
        Connection mover = database.mover()) {
      Publication.create(admin, ann, NAME);
      open(mover);
      MoverGate.setMark(mover, ann);
      rename(ann, "before");
      GateDatabase.migrate(database.name(), "app", "ALTER TABLE customer ADD COLUMN phone text");
      rename(ann, "after");
      MoverGate.setMark(mover, ann);
      assertThat(StreamedChange.peek(mover, SLOT, NAME))
          .extracting(
              change ->
                  change.row().containsKey("name")
                      ? change.row().get("name")
                      : change.row().get("number") + " " + change.row().get("definitions"))
          .containsExactly(
              "1 0", "before", "before", "before", "1 1", "after", "after", "after", "2 1");
    }
  }

  @Test
  void sendsTheStateOfTheHomeAndNoSecretOfIt() throws SQLException {
    try (Attempt attempt = Attempt.on(database, database.ann());
        Connection admin = database.admin()) {
      Publication.create(admin, attempt.from(), NAME);
      open(attempt.source());
      try (Attempt other = Attempt.on(database, database.bob())) {
        other.fence();
      }
      attempt.fence();
      List<StreamedChange> changes = StreamedChange.peek(attempt.source(), SLOT, NAME);
      assertThat(changes).hasSize(1);
      assertThat(changes.get(0).table()).isEqualTo("croft.gate");
      assertThat(changes.get(0).row())
          .containsOnlyKeys("tenant", "epoch", "state", "token")
          .containsEntry("tenant", attempt.from().tenant().toString())
          .containsEntry("state", "closed");
    }
  }

  @Test
  void isRepeatableAndTakesInNewTables() throws SQLException {
    try (Connection admin = database.admin()) {
      for (int time = 0; time < 2; time++) {
        Publication.create(admin, database.ann(), NAME);
        assertThat(tables(admin)).containsExactly("booking", "customer", "gate", "mark", "visit");
      }
      GateDatabase.migrate(
          database.name(),
          "app",
          "SELECT croft.share('country'); CREATE TABLE country (code text PRIMARY KEY);"
              + "CREATE TABLE extra (tenant_id uuid NOT NULL DEFAULT croft.tenant(), PRIMARY KEY (tenant_id))");
      Publication.create(admin, database.ann(), NAME);
      assertThat(tables(admin))
          .containsExactly("booking", "customer", "extra", "gate", "mark", "visit");
      for (int time = 0; time < 2; time++) {
        Publication.drop(admin, NAME);
        assertThat(tables(admin)).isEmpty();
      }
    }
  }

  @Test
  void leavesThePublicationsOfOthersAlone() throws SQLException {
    try (Connection admin = database.admin()) {
      Sql.script(admin, "CREATE PUBLICATION everything FOR ALL TABLES");
      assertThat(Sql.state(() -> Publication.create(admin, database.ann(), "everything")))
          .isEqualTo(GateState.REFUSED);
      assertThat(Sql.state(() -> Publication.drop(admin, "everything")))
          .isEqualTo(GateState.REFUSED);
    }
  }

  @Test
  void isNotDroppedWhileItPublishes() throws SQLException {
    try (Connection admin = database.admin()) {
      Publication.create(admin, database.ann(), NAME);
      admin.setAutoCommit(false);
      assertThat(Sql.state(() -> Sql.run(admin, "SELECT croft.unpublish(?)", NAME)))
          .isEqualTo(GateState.REFUSED);
      admin.rollback();
      admin.setAutoCommit(true);
      Sql.run(admin, "SELECT croft.withdraw(?)", NAME);
      assertThat(tables(admin)).isEmpty();
      // As an attempt does that begins where another has been stopped between the two steps.
      Publication.create(admin, database.ann(), NAME);
      assertThat(tables(admin)).containsExactly("booking", "customer", "gate", "mark", "visit");
      Publication.drop(admin, NAME);
      assertThat(Sql.number(admin, "SELECT count(*) FROM pg_publication WHERE pubname = ?", NAME))
          .isZero();
    }
  }

  @Test
  void waitsForWritersButNotForEver() throws SQLException {
    try (Connection admin = database.admin();
        Connection writer = database.admin()) {
      Publication.create(admin, database.ann(), NAME);
      writer.setAutoCommit(false);
      Sql.run(writer, "UPDATE app.customer SET name = name WHERE false");
      long began = System.nanoTime();
      Publication.drop(admin, NAME);
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofSeconds(1));
      writer.rollback();
    }
  }

  @Test
  void isForAdministratorsAlone() throws SQLException {
    try (Connection mover = database.mover();
        Connection pool = database.pool()) {
      for (Connection other : new Connection[] {mover, pool}) {
        assertThat(Sql.state(() -> Publication.create(other, database.ann(), NAME)))
            .isEqualTo("42501");
        assertThat(Sql.state(() -> Publication.drop(other, NAME))).isEqualTo("42501");
        assertThat(Sql.state(() -> Publication.problems(other, database.ann()))).isEqualTo("42501");
      }
    }
  }

  private static List<String> tables(Connection admin) throws SQLException {
    return Sql.column(
        admin, "SELECT tablename FROM pg_publication_tables WHERE pubname = ? ORDER BY 1", NAME);
  }

  private void rename(Placement home, String name) throws SQLException {
    try (Connection own = database.inside(home)) {
      Sql.run(own, "UPDATE customer SET name = ?", name);
      own.commit();
    }
  }

  private static Predicate<StreamedChange> named(String name) {
    return change -> name.equals(change.row().get("name"));
  }

  /** The server of the tests does not wait for its log; a slot sends what is written alone. */
  private void open(Connection mover) throws SQLException {
    Sql.run(mover, "SET synchronous_commit = on");
    Sql.run(mover, "SELECT pg_create_logical_replication_slot(?, 'pgoutput')", SLOT);
  }

  private void changeRows(Placement home) throws SQLException {
    try (Connection own = database.inside(home)) {
      Sql.run(own, "INSERT INTO customer (name) VALUES ('new')");
      Sql.run(own, "UPDATE customer SET email = 'new@example.org' WHERE name = 'new'");
      Sql.run(own, "UPDATE customer SET id = id + 1000 WHERE name = 'new'");
      Sql.run(
          own,
          "UPDATE visit SET customer_id = customer_id WHERE customer_id IN (SELECT id FROM customer WHERE name = 'c1')");
      Sql.run(own, "DELETE FROM customer WHERE name = 'c1'");
      own.commit();
    }
  }
}
