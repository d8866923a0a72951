package io.croft.move;

import static io.croft.move.StreamFixture.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReplicationSlotsIT {

  private StreamFixture it;

  @BeforeEach
  void makeTables() throws SQLException {
    it = new StreamFixture();
    it.execute("CREATE TABLE item (id int PRIMARY KEY)");
    it.execute("CREATE PUBLICATION %s FOR TABLE item".formatted(it.name));
  }

  @AfterEach
  void removeTables() throws SQLException {
    it.close();
  }

  @Test
  void givesEachRowEitherToTheSnapshotOrToTheStream() throws Exception {
    AtomicBoolean stop = new AtomicBoolean();
    CountDownLatch writing = new CountDownLatch(200);
    CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> write(stop, writing));
    writing.await();
    SortedSet<Integer> seen = new TreeSet<>();
    try (ExportedSnapshot snapshot =
        ReplicationSlots.createExporting(it.access, it.home, it.name, PATIENCE)) {
      seen.addAll(rowsIn(snapshot));
    }
    assertThat(seen).isNotEmpty();
    stop.set(true);
    writer.join();
    int last = Integer.parseInt(it.value("SELECT max(id) FROM item"));

    try (ChangeStream stream = it.open()) {
      while (seen.size() < last) {
        if (stream.next(PATIENCE) instanceof Change.Insert insert) {
          assertThat(seen.add(Integer.valueOf(insert.row().text(0)))).isTrue();
        }
      }
    }
    assertThat(seen).last().isEqualTo(last);
  }

  @Test
  void namesTheTransactionThatStandsInTheWayAndLeavesNoSlot() throws SQLException {
    try (Connection writer = it.fleet.superuser(it.home)) {
      writer.setAutoCommit(false);
      try (Statement statement = writer.createStatement()) {
        statement.execute("INSERT INTO %s.item VALUES (1)".formatted(it.name));
        try (ResultSet row = statement.executeQuery("SELECT pg_backend_pid()")) {
          row.next();
          CroftException e =
              catchThrowableOfType(
                  CroftException.class,
                  () ->
                      ReplicationSlots.createExporting(
                          it.access, it.home, it.name, Duration.ofMillis(300)));
          assertThat(e.code()).isEqualTo(ErrorCode.SLOT_TIMEOUT);
          assertThat(e).hasMessageContaining("session %s of postgres", row.getString(1));
        }
      }
      writer.rollback();
    }
    assertThat(ReplicationSlots.list(it.access, it.home, it.name)).isEmpty();
  }

  @Test
  void listsTheSlotsOfTheDatabase() {
    var position = ReplicationSlots.create(it.access, it.home, it.name, PATIENCE);

    assertThat(ReplicationSlots.list(it.access, it.home, it.name))
        .containsExactly(new SlotState(it.name, false, position, false));
    assertThat(ReplicationSlots.list(it.access, it.home, "other_")).isEmpty();
  }

  private SortedSet<Integer> rowsIn(ExportedSnapshot snapshot) throws SQLException {
    SortedSet<Integer> rows = new TreeSet<>();
    try (Connection session = it.fleet.superuser(it.home)) {
      session.setAutoCommit(false);
      session.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      try (Statement statement = session.createStatement()) {
        statement.execute("SET TRANSACTION SNAPSHOT '%s'".formatted(snapshot.name()));
        try (ResultSet row = statement.executeQuery("SELECT id FROM %s.item".formatted(it.name))) {
          while (row.next()) {
            rows.add(row.getInt(1));
          }
        }
      }
      session.rollback();
    }
    return rows;
  }

  private void write(AtomicBoolean stop, CountDownLatch writing) {
    try (Connection session = it.fleet.superuser(it.home);
        Statement statement = session.createStatement()) {
      for (int id = 1; !stop.get(); id++) {
        statement.execute("INSERT INTO %s.item VALUES (%d)".formatted(it.name, id));
        writing.countDown();
      }
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }
}
