package io.croft.move;

import io.croft.core.DaemonThreads;
import io.croft.core.TenantId;
import io.croft.core.TenantScope;
import io.croft.jdbc.CroftDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Threads of one tenant's application that write all the time, each to an account of its own, and
 * keep account of what they were told: each transfer is a row and a balance in one transaction. One
 * of them works in snapshots (repeatable read).
 */
final class LedgerClients implements AutoCloseable {

  static final int CLIENTS = 4;

  /** So long a client rests after a transfer; longer where many tenants work at the same time. */
  private static final long BETWEEN =
      TimeUnit.MILLISECONDS.toNanos(Long.getLong("croft.clients.between", 10));

  /** An error that a client was shown, and when. */
  record Shown(long atNanos, Exception error) {}

  private final CroftDataSource application;
  private final TenantId tenant;
  private final Set<UUID> acknowledged = ConcurrentHashMap.newKeySet();
  private final Set<UUID> unknown = ConcurrentHashMap.newKeySet();
  private final Queue<Shown> errors = new ConcurrentLinkedQueue<>();
  private final AtomicLong longest = new AtomicLong();
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean stopped;

  private LedgerClients(CroftDataSource application, TenantId tenant) {
    this.application = application;
    this.tenant = tenant;
  }

  /** Starts the threads; the tenant needs an account for each. */
  static LedgerClients start(CroftDataSource application, TenantId tenant) {
    LedgerClients clients = new LedgerClients(application, tenant);
    for (int i = 0; i < CLIENTS; i++) {
      int account = i;
      clients.threads.add(
          new DaemonThreads("ledger client").newThread(() -> clients.work(account)));
    }
    clients.threads.forEach(Thread::start);
    return clients;
  }

  /** Returns the transfers whose commit was acknowledged: each must be there, once. */
  Set<UUID> acknowledged() {
    return acknowledged;
  }

  /** Returns those whose commit was sent and not answered: each may be there, once. */
  Set<UUID> unknown() {
    return unknown;
  }

  List<Shown> errors() {
    return List.copyOf(errors);
  }

  /** Returns the longest time that an acknowledged transfer took. */
  long longestMillis() {
    return TimeUnit.NANOSECONDS.toMillis(longest.get());
  }

  private void work(int account) {
    while (!stopped) {
      UUID operation = UUID.randomUUID();
      long begin = System.nanoTime();
      try {
        TenantScope.run(tenant, () -> transfer(account, operation));
        acknowledged.add(operation);
        longest.accumulateAndGet(System.nanoTime() - begin, Math::max);
      } catch (SQLException | RuntimeException e) {
        errors.add(new Shown(System.nanoTime(), e));
      }
      LockSupport.parkNanos(BETWEEN);
    }
  }

  private void transfer(int account, UUID operation) throws SQLException {
    try (Connection connection = application.getConnection()) {
      connection.setAutoCommit(false);
      if (account == 0) {
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      }
      write(connection, id(connection, account), operation);
      commit(connection, operation);
    }
  }

  private static long id(Connection connection, int account) throws SQLException {
    try (Statement read = connection.createStatement();
        ResultSet row =
            read.executeQuery(
                "SELECT id FROM account ORDER BY id OFFSET " + account + " LIMIT 1")) {
      row.next();
      return row.getLong(1);
    }
  }

  private static void write(Connection connection, long account, UUID operation)
      throws SQLException {
    try (PreparedStatement insert =
            connection.prepareStatement(
                "INSERT INTO entry (account_id, operation, amount) VALUES (?, ?, 1)");
        PreparedStatement update =
            connection.prepareStatement("UPDATE account SET balance = balance + 1 WHERE id = ?")) {
      insert.setLong(1, account);
      insert.setObject(2, operation);
      insert.executeUpdate();
      update.setLong(1, account);
      if (update.executeUpdate() != 1) {
        throw new SQLException("account " + account + " is not there");
      }
    }
  }

  /** Only from here on an error leaves open whether the transfer has happened. */
  private void commit(Connection connection, UUID operation) throws SQLException {
    try {
      connection.commit();
    } catch (SQLException | RuntimeException e) {
      unknown.add(operation);
      throw e;
    }
  }

  /** Ends the threads and waits for them. */
  void stop() {
    stopped = true;
    try {
      for (Thread thread : threads) {
        thread.join(TimeUnit.SECONDS.toMillis(30));
        if (thread.isAlive()) {
          throw new IllegalStateException("a client does not come back");
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    stop();
  }
}
