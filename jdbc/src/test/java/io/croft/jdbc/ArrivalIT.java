package io.croft.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.croft.core.Isolation;
import io.croft.core.Placement;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What the first transaction at a new home costs the tenant's others. */
final class ArrivalIT extends TenantsOnServers {

  private static final Duration LONG = Duration.ofSeconds(30);

  private static final String END_SLEEPERS =
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
          + " WHERE query LIKE '%pg_sleep(600)%' AND pid <> pg_backend_pid()";

  @Override
  Isolation isolation() {
    return Isolation.SCHEMA;
  }

  @Test
  void whoHasLittleTimeOpensTheNewHomeOfADeadMoverAsWell() throws Exception {
    write(a, "before");
    data.close();
    data = builder().fenceTimeout(Duration.ofMillis(20)).build();
    assertThat(bodiesOf(a)).containsExactly("before");
    HandMove.prepared(homeOfA, Isolation.DATABASE, "two").fence(LONG).copyAndSwitch();
    await()
        .atMost(Duration.ofSeconds(10))
        .ignoreExceptionsInstanceOf(SQLException.class)
        .until(() -> bodiesOf(a).size() == 1);
  }

  @Test
  void aLongFirstStatementAtTheNewHomeHoldsUpNobody() throws Exception {
    write(a, "before");
    HandMove move = HandMove.prepared(homeOfA, Isolation.DATABASE, "two").fence(LONG);
    move.copyAndSwitch().open();
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      // What touches no row of the tenant would be answered by the old home as well.
      Future<?> report = threads.submit(() -> read("SELECT body FROM note, pg_sleep(600)"));
      await().until(() -> data.stats("two").active() > 0);
      Future<List<String>> beside = threads.submit(() -> read("SELECT body FROM note"));
      assertThat(beside.get(20, TimeUnit.SECONDS)).containsExactly("before");
      assertThat(report).isNotDone();
      endSleepers(move.to);
      assertThatThrownBy(report::get).hasCauseInstanceOf(SQLException.class);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void aLongFirstStatementDoesNotKeepTheOthersWaiting() throws Exception {
    write(a, "before");
    HandMove move = HandMove.prepared(homeOfA, Isolation.DATABASE, "two").fence(LONG);
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      Future<?> first = threads.submit(() -> begin("SELECT body FROM note, pg_sleep(600)"));
      await().until(() -> data.isClearing(a));
      Future<List<String>> second = threads.submit(() -> read("SELECT body FROM note"));
      move.copyAndSwitch().open();
      assertThat(second.get(20, TimeUnit.SECONDS)).containsExactly("before");
      assertThat(first).isNotDone();
      endSleepers(move.to);
      assertThatThrownBy(first::get).hasCauseInstanceOf(SQLException.class);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void aFirstStatementThatFailsHasFoundTheNewHomeAllTheSame() throws Exception {
    write(a, "before");
    assertThat(bodiesOf(a)).containsExactly("before");
    HandMove move = HandMove.prepared(homeOfA, Isolation.DATABASE, "two").fence(LONG);
    move.copyAndSwitch().open();
    assertThatThrownBy(() -> read("SELECT 1 / (count(*) - 1) FROM note"))
        .hasMessageContaining("division by zero");
    // Neither the old home nor the catalog can tell the way any more.
    Cluster.drop(homeOfA);
    assertThat(bodiesOf(a)).containsExactly("before");
  }

  private List<String> read(String sql) throws SQLException {
    List<String> rows = new ArrayList<>();
    as(a, connection -> rows.addAll(strings(connection, sql)));
    return rows;
  }

  private Void begin(String sql) throws SQLException {
    as(
        a,
        connection -> {
          connection.setAutoCommit(false);
          strings(connection, sql);
        });
    return null;
  }

  /** Ends the statement that sleeps, once it does. */
  private static void endSleepers(Placement home) throws SQLException {
    try (Connection admin = Cluster.admin(home)) {
      await().until(() -> !strings(admin, END_SLEEPERS).isEmpty());
    }
  }
}
