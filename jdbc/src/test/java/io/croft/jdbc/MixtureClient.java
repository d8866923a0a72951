package io.croft.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.croft.core.Placement;
import io.croft.core.TenantId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** One thread of a mixture: in each round another tenant and another kind of work. */
final class MixtureClient implements Runnable {

  private enum Work {
    READ,
    READ_IN_SNAPSHOT,
    WRITE,
    WRITE_IN_TRANSACTION,
    ROLL_BACK,
    TIME_OUT,
    CANCEL,
    SOIL
  }

  private static final String ROWS =
      "SELECT tenant_id, body, croft.tenant(), pg_backend_pid(), session_user FROM note";

  private final TenantsOnServers test;
  private final List<Placement> homes;
  private final Map<String, Set<String>> usersOfBackend;
  private final Random random;
  private final int number;
  private final Set<Work> done = EnumSet.noneOf(Work.class);
  private final Map<TenantId, List<String>> written = new ConcurrentHashMap<>();
  private volatile boolean doneAll;
  private volatile boolean stopped;

  MixtureClient(
      TenantsOnServers test,
      List<Placement> homes,
      Map<String, Set<String>> usersOfBackend,
      int number) {
    this.test = test;
    this.homes = homes;
    this.usersOfBackend = usersOfBackend;
    this.number = number;
    this.random = new Random(number);
  }

  boolean hasDoneAll() {
    return doneAll;
  }

  void stop() {
    stopped = true;
  }

  List<String> writtenBy(TenantId tenant) {
    return written.getOrDefault(tenant, List.of());
  }

  @Override
  public void run() {
    for (int round = 0; !stopped; round++) {
      TenantId tenant = homes.get((round + random.nextInt(homes.size())) % homes.size()).tenant();
      Work work = Work.values()[random.nextInt(Work.values().length)];
      String body = tenant + " " + number + " " + round;
      try {
        test.as(tenant, connection -> work(connection, work, tenant, body));
      } catch (SQLException e) {
        throw new CompletionException(work + " of " + tenant, e);
      }
      done.add(work);
      doneAll = done.size() == Work.values().length && written.size() == homes.size();
    }
  }

  private void work(Connection connection, Work work, TenantId tenant, String body)
      throws SQLException {
    switch (work) {
      case READ -> read(connection, tenant);
      case READ_IN_SNAPSHOT -> {
        connection.setReadOnly(true);
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        connection.setAutoCommit(false);
        read(connection, tenant);
        read(connection, tenant);
        connection.commit();
      }
      case WRITE -> write(connection, tenant, body);
      case WRITE_IN_TRANSACTION -> {
        connection.setAutoCommit(false);
        read(connection, tenant);
        TenantsOnServers.insert(connection, body);
        connection.commit();
        written.computeIfAbsent(tenant, any -> new ArrayList<>()).add(body);
      }
      case ROLL_BACK -> {
        connection.setAutoCommit(false);
        TenantsOnServers.insert(connection, body);
        connection.rollback();
      }
      case TIME_OUT -> {
        connection.setAutoCommit(false);
        TenantsOnServers.execute(connection, "SET LOCAL statement_timeout = '5ms'");
        isEnded(
            () ->
                TenantsOnServers.strings(
                    connection,
                    "SELECT body, pg_sleep(9) FROM note" + " UNION ALL SELECT 'x', pg_sleep(9)"));
        connection.rollback();
        read(connection, tenant);
        connection.commit();
      }
      case CANCEL -> cancel(connection);
      case SOIL -> {
        TenantsOnServers.execute(connection, "SET croft_test.mark = 'left behind'");
        String name = "planted_" + number + "_" + random.nextInt(Integer.MAX_VALUE);
        TenantsOnServers.execute(connection, "PREPARE " + name + " AS SELECT 1");
      }
    }
  }

  private void write(Connection connection, TenantId tenant, String body) throws SQLException {
    TenantsOnServers.insert(connection, body);
    written.computeIfAbsent(tenant, any -> new ArrayList<>()).add(body);
  }

  /** Cancels from another thread at any moment: before, in the middle, or too late. */
  private void cancel(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      int pause = random.nextInt(6);
      CompletableFuture<Void> canceller =
          CompletableFuture.runAsync(
              () -> {
                try {
                  statement.cancel();
                } catch (SQLException e) {
                  throw new CompletionException(e);
                }
              },
              CompletableFuture.delayedExecutor(pause, TimeUnit.MILLISECONDS));
      try {
        statement.execute("SELECT pg_sleep(0.003) FROM note");
      } catch (SQLException ended) {
        assertThat(ended.getSQLState()).isEqualTo("57014");
      }
      canceller.join();
    }
  }

  private void read(Connection connection, TenantId tenant) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(ROWS);
        ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        assertThat(rows.getString(1)).isEqualTo(tenant.toString());
        assertThat(rows.getString(2)).startsWith(tenant.toString());
        assertThat(rows.getString(3)).isEqualTo(tenant.toString());
        usersOfBackend
            .computeIfAbsent(rows.getString(4), any -> ConcurrentHashMap.newKeySet())
            .add(rows.getString(5));
      }
    }
  }

  private static void isEnded(TenantsOnServers.Step step) {
    try {
      step.run();
      fail("the statement was not ended");
    } catch (SQLException e) {
      assertThat(e.getSQLState()).isEqualTo("57014");
    }
  }
}
