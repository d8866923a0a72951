package io.croft.jdbc;

import io.croft.core.TenantId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Threads of one tenant that write until they are stopped, each in its own mixture of explicit
 * read-then-write transactions, autocommit writes and autocommit reads, and keep a ledger.
 */
final class Clients implements AutoCloseable {

  private final TenantsOnServers test;
  private final TenantId tenant;
  private final ExecutorService threads;
  private final List<Future<?>> running = new ArrayList<>();
  private volatile boolean stopped;
  final Queue<String> acknowledged = new ConcurrentLinkedQueue<>();
  final Queue<Throwable> errors = new ConcurrentLinkedQueue<>();

  Clients(TenantsOnServers test, TenantId tenant, int count) {
    this.test = test;
    this.tenant = tenant;
    this.threads = Executors.newFixedThreadPool(count);
    for (int i = 0; i < count; i++) {
      int number = i;
      running.add(threads.submit(() -> work(number)));
    }
  }

  /** Lets them finish what they are doing. */
  void stop() throws Exception {
    stopped = true;
    for (Future<?> one : running) {
      one.get(60, TimeUnit.SECONDS);
    }
  }

  @Override
  public void close() {
    stopped = true;
    threads.shutdownNow();
  }

  private void work(int number) {
    for (int i = 0; !stopped; i++) {
      String body = "thread " + number + ", write " + i;
      boolean explicit = i % 2 == 0;
      try {
        test.as(tenant, connection -> writeOne(connection, explicit, body));
        acknowledged.add(body);
      } catch (SQLException | RuntimeException e) {
        errors.add(e);
      }
    }
  }

  private static void writeOne(Connection connection, boolean explicit, String body)
      throws SQLException {
    connection.setAutoCommit(!explicit);
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO note (body) VALUES (?)")) {
      insert.setString(1, body);
      if (explicit) {
        count(connection);
        insert.executeUpdate();
        connection.commit();
      } else {
        insert.executeUpdate();
        count(connection);
      }
    }
  }

  private static void count(Connection connection) throws SQLException {
    try (PreparedStatement count = connection.prepareStatement("SELECT count(*) FROM note");
        ResultSet row = count.executeQuery()) {
      row.next();
    }
  }
}
