package io.croft.move;

import static io.croft.move.StreamFixture.PATIENCE;
import static io.croft.move.StreamFixture.transaction;
import static io.croft.testbed.TestFleet.EU;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ChangeStreamIT {

  private StreamFixture it;

  @BeforeEach
  void makeTables() throws SQLException {
    it = new StreamFixture();
    it.execute("CREATE TABLE item (tenant int, id int, note text, PRIMARY KEY (tenant, id))");
    it.execute("ALTER TABLE item ALTER note SET STORAGE EXTERNAL");
  }

  @AfterEach
  void removeTables() throws SQLException {
    it.close();
  }

  @Test
  void tellsEveryKindOfChangeOfTheFilteredRowsInTheOrderOfTheCommits() throws SQLException {
    try (ChangeStream stream = it.publish("item WHERE (tenant = 1)")) {
      it.execute("BEGIN; INSERT INTO item VALUES (1, 1, 'a'), (2, 1, 'b'), (1, 2, NULL); COMMIT");
      it.execute("INSERT INTO item VALUES (2, 9, 'of another')");
      it.execute("UPDATE item SET note = 'ü' WHERE id = 1");
      it.execute("UPDATE item SET id = 3 WHERE id = 2");
      it.execute("DELETE FROM item WHERE tenant = 1 AND id = 3");
      it.execute("TRUNCATE item");

      assertThat(transaction(stream))
          .containsExactly(
              "table item[tenant*, id*, note]", "insert item(1,1,a)", "insert item(1,2,null)");
      // A server may describe a table again at any time, such as after its statistics have changed.
      assertThat(transaction(stream)).last().isEqualTo("update (1,1,ü)");
      assertThat(transaction(stream)).last().isEqualTo("update (1,2,null) to (1,3,null)");
      assertThat(transaction(stream)).last().isEqualTo("delete (1,3,null)");
      assertThat(transaction(stream)).last().isEqualTo("truncate [item]");
    }
  }

  @Test
  void leavesOutAValueOutsideOfTheRowThatDidNotChange() throws SQLException {
    it.execute("INSERT INTO item VALUES (1, 1, repeat('x', 9000))");
    try (ChangeStream stream = it.publish("item WHERE (tenant = 1)")) {
      it.execute("ALTER TABLE item ADD extra int");
      it.execute("UPDATE item SET extra = 7");
      it.execute("ALTER TABLE item REPLICA IDENTITY FULL");
      it.execute("UPDATE item SET extra = 8");

      assertThat(transaction(stream))
          .containsExactly("table item[tenant*, id*, note, extra]", "update (1,1,unchanged,7)");
      String note = "x".repeat(9000);
      assertThat(transaction(stream))
          .containsExactly(
              "table item[tenant*, id*, note*, extra*]",
              "update (1,1,%s,7) to (1,1,unchanged,8)".formatted(note));
    }
  }

  @Test
  void describesATableAgainAfterItChanged() throws SQLException {
    try (ChangeStream stream = it.publish("item")) {
      it.execute("INSERT INTO item VALUES (1, 1, 'a')");
      it.execute("ALTER TABLE item RENAME note TO remark");
      it.execute("INSERT INTO item VALUES (1, 2, 'b')");

      assertThat(transaction(stream)).first().isEqualTo("table item[tenant*, id*, note]");
      assertThat(transaction(stream))
          .containsExactly("table item[tenant*, id*, remark]", "insert item(1,2,b)");
    }
  }

  @Test
  void tellsRowsOfPartitionsAsOfTheirRoot() throws SQLException {
    it.execute("CREATE TABLE log (tenant int, id int PRIMARY KEY) PARTITION BY RANGE (id)");
    it.execute("CREATE TABLE log_1 PARTITION OF log FOR VALUES FROM (0) TO (10)");
    try (ChangeStream stream = it.publish("log WITH (publish_via_partition_root)")) {
      it.execute("INSERT INTO log VALUES (1, 1)");

      assertThat(transaction(stream))
          .contains("table log[tenant, id*]")
          .last()
          .isEqualTo("insert log(1,1)");
    }
  }

  /** The superuser's session writes text in other ways than the stream. */
  @Test
  void rendersValuesAsTheMoverDoes() throws SQLException {
    it.execute(
        "CREATE TABLE kinds (id int PRIMARY KEY, t timestamptz, i interval, f float8, b bytea, m money)");
    it.execute(
        """
        SET TimeZone = 'Asia/Kathmandu'; SET IntervalStyle = 'iso_8601';
        SET extra_float_digits = -5; SET bytea_output = 'escape'
        """);
    try (ChangeStream stream = it.publish("kinds")) {
      it.execute(
          """
          INSERT INTO kinds VALUES (1, '2026-01-31 12:00+00', '1 year 2 days', 0.1::float8 + 0.2,
            '\\x00ff', 1234.5::numeric::money)
          """);

      assertThat(transaction(stream))
          .last()
          .isEqualTo(
              "insert kinds(1,2026-01-31 12:00:00+00,1 year 2 days,0.30000000000000004,\\x00ff,$1,234.50)");
    }
  }

  @Test
  void tellsWhatWasNotConfirmedAgainAndWhatWasConfirmedNoMore() throws SQLException {
    try (ChangeStream stream = it.publish("item")) {
      it.execute("INSERT INTO item VALUES (1, 1, 'first')");
      it.execute("INSERT INTO item VALUES (1, 2, 'second')");
      Change change = stream.next(PATIENCE);
      while (!(change instanceof Change.Commit)) {
        change = stream.next(PATIENCE);
      }
      stream.confirm(((Change.Commit) change).end());
      stream.sendStatus();
      assertThat(transaction(stream)).containsExactly("insert item(1,2,second)");
      assertThat(stream.next(Duration.ofMillis(20))).isNull();
    }
    try (ChangeStream stream = it.open()) {
      assertThat(transaction(stream)).last().isEqualTo("insert item(1,2,second)");
    }
  }

  @Test
  void isStoppedFromAnotherThreadInTheMiddleOfALargeTransaction() throws Exception {
    ChangeStream stream = it.publish("item");
    it.execute("INSERT INTO item SELECT 1, n, repeat('x', 100) FROM generate_series(1, 100000) n");
    assertThat(stream.next(PATIENCE)).isInstanceOf(Change.Begin.class);
    CompletableFuture<Long> reader =
        CompletableFuture.supplyAsync(
            () -> {
              for (long read = 0; ; read++) {
                try {
                  assertThat(stream.next(PATIENCE)).isNotInstanceOf(Change.Commit.class);
                } catch (CroftException e) {
                  assertThat(e.code()).isEqualTo(ErrorCode.INTERRUPTED);
                  return read;
                }
              }
            });
    stream.close();
    assertThat(reader.get(10, TimeUnit.SECONDS)).isLessThan(100_000);
  }

  @Test
  void readsALargeTransactionOneChangeAtATime() throws SQLException {
    try (ChangeStream stream = it.publish("item")) {
      it.execute("INSERT INTO item SELECT 1, n, repeat('x', 30) FROM generate_series(1, 100000) n");
      Change change = stream.next(PATIENCE);
      long began = System.nanoTime();
      int rows = 0;
      while (!(change instanceof Change.Commit)) {
        rows += change instanceof Change.Insert ? 1 : 0;
        change = stream.next(PATIENCE);
      }
      assertThat(rows).isEqualTo(100_000);
      System.getLogger("stream")
          .log(System.Logger.Level.INFO, "{0} ns a row", (System.nanoTime() - began) / rows);
    }
  }

  @Test
  void isCutOffWhenItsSlotIsDropped() throws SQLException {
    try (ChangeStream stream = it.publish("item")) {
      ReplicationSlots.drop(it.access, it.home, it.name);
      ReplicationSlots.drop(it.access, it.home, it.name);

      assertThat(ReplicationSlots.list(it.access, it.home, it.name)).isEmpty();
      assertThat(catchThrowableOfType(CroftException.class, () -> stream.next(PATIENCE)).code())
          .isEqualTo(ErrorCode.SERVER_UNREACHABLE);
    }
  }

  @Test
  void takesASlotOverFromASessionThatStillReadsIt() throws SQLException {
    try (ChangeStream left = it.publish("item");
        ChangeStream stream = it.open()) {
      it.execute("INSERT INTO item VALUES (1, 1, 'a')");
      assertThat(transaction(stream)).last().isEqualTo("insert item(1,1,a)");
      assertThatThrownBy(() -> left.next(PATIENCE)).isInstanceOf(CroftException.class);
      assertThat(ReplicationSlots.list(it.access, it.home, it.name))
          .extracting(SlotState::active)
          .isEqualTo(List.of(true));
    }
  }

  @Test
  void isGivenUpWhenTheServerFallsSilentThoughItMustHaveSomethingToSay() throws Exception {
    Duration silence = Duration.ofSeconds(3);
    it.publish("item").close();
    try (TcpProxy proxy = TcpProxy.to(it.fleet.server(EU).port())) {
      MoverAccess proxied = new ThroughProxy(it.access, proxy);
      try (ChangeStream stream = it.open(proxied, silence)) {
        long since = System.nanoTime();
        // Nobody writes: whoever has nothing to say may be silent, while others write it is heard.
        for (int i = 0; i < 5; i++) {
          it.execute("SELECT pg_logical_emit_message(true, 'test', 'of others')");
          assertThat(stream.next(Duration.ofSeconds(1))).isNull();
          stream.requireHeard(since);
        }
        proxy.silence();
        it.execute("SELECT pg_logical_emit_message(true, 'test', 'of others')");
        long said = System.nanoTime();
        assertThat(stream.next(Duration.ofSeconds(4))).isNull();
        assertThatThrownBy(() -> stream.requireHeard(said))
            .asInstanceOf(type(CroftException.class))
            .extracting(CroftException::code)
            .isEqualTo(ErrorCode.SERVER_UNREACHABLE);
        stream.requireHeard(System.nanoTime());
        LockSupport.parkNanos(Duration.ofSeconds(2).toNanos());
        stream.requireHeard(said);
      }
    }
  }

  /** Leads to the server by another port. */
  private record ThroughProxy(MoverAccess access, TcpProxy proxy) implements MoverAccess {
    @Override
    public String jdbcUrl(String server, String database) {
      return access.jdbcUrl(server, database).replaceFirst(":\\d+/", ":" + proxy.port() + "/");
    }

    @Override
    public String password(String server) {
      return access.password(server);
    }
  }

  @Test
  void refusesToReadWithoutItsPublication() throws SQLException {
    it.publish("item").close();
    it.execute("DROP PUBLICATION " + it.name);
    assertThatThrownBy(it::open).hasMessageContaining("there is no publication " + it.name);
  }
}
