package io.croft.move;

import static io.croft.core.Isolation.DATABASE;
import static io.croft.core.Isolation.POOL;
import static io.croft.core.Isolation.SCHEMA;
import static io.croft.testbed.TestFleet.EU;
import static io.croft.testbed.TestFleet.US;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.croft.catalog.Catalog;
import io.croft.core.Access;
import io.croft.core.Isolation;
import io.croft.core.TenantId;
import io.croft.core.TenantScope;
import io.croft.jdbc.CroftDataSource;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Clients write while their tenant moves; each keeps its own account of what was acknowledged. */
abstract class MoveUnderLoadContract {

  private static final int CLIENTS = 8;
  private static final int WRITES_PER_HOP = 100;

  /**
   * Without it they would write more with every hop than there was before, and nothing else run.
   */
  private static final long BETWEEN = TimeUnit.MILLISECONDS.toNanos(8);

  private static final MoveFixture MOVES = new MoveFixture();
  private static Catalog reader;

  private final Set<UUID> acknowledged = ConcurrentHashMap.newKeySet();
  private final ConcurrentLinkedQueue<Throwable> errors = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean stopped = new AtomicBoolean();

  private record Hop(Isolation isolation, String server) {}

  abstract MoveMode mode();

  @BeforeAll
  static void start() {
    reader = MOVES.fleet.openReader();
  }

  @AfterAll
  static void stop() throws Exception {
    reader.close();
  }

  @Test
  void losesAndDoublesNoWriteAndShowsNoError() throws Exception {
    TenantId tenant = MOVES.filledTenant(POOL, EU, 5, 10);
    ExecutorService clients = Executors.newFixedThreadPool(CLIENTS + 1);
    try (CroftDataSource application =
        CroftDataSource.builder(reader, MOVES.fleet.secret().application()).build()) {
      List<Future<?>> running = new ArrayList<>();
      for (int client = 0; client < CLIENTS; client++) {
        int account = client % 5;
        running.add(clients.submit(() -> work(application, tenant, account)));
      }
      running.add(clients.submit(() -> read(application, tenant)));
      for (Hop hop :
          List.of(
              new Hop(SCHEMA, EU),
              new Hop(DATABASE, US),
              new Hop(SCHEMA, US),
              new Hop(POOL, EU),
              new Hop(POOL, US),
              new Hop(DATABASE, EU))) {
        int before = acknowledged.size();
        MOVES.move(tenant, hop.isolation(), hop.server(), mode());
        await().until(() -> acknowledged.size() >= before + WRITES_PER_HOP || !errors.isEmpty());
      }
      stopped.set(true);
      for (Future<?> client : running) {
        client.get();
      }
    } finally {
      stopped.set(true);
      clients.shutdownNow();
    }
    assertThat(errors).isEmpty();
    assertLedger(tenant);
  }

  private void work(CroftDataSource application, TenantId tenant, int account) {
    while (!stopped.get()) {
      UUID operation = UUID.randomUUID();
      try {
        TenantScope.run(tenant, () -> transfer(application, account, operation));
        acknowledged.add(operation);
        LockSupport.parkNanos(BETWEEN);
      } catch (SQLException | RuntimeException e) {
        errors.add(e);
        return;
      }
    }
  }

  /** Reads all the time as a consumer that may only read, and tries to write. */
  private void read(CroftDataSource application, TenantId tenant) {
    while (!stopped.get()) {
      try {
        TenantScope.run(tenant, Access.of("report"), () -> readAndTry(application));
        LockSupport.parkNanos(BETWEEN);
      } catch (SQLException | RuntimeException e) {
        errors.add(e);
        return;
      }
    }
  }

  private static void readAndTry(CroftDataSource application) throws SQLException {
    try (Connection connection = application.getConnection();
        Statement statement = connection.createStatement()) {
      try (ResultSet row = statement.executeQuery("SELECT sum(balance) FROM account")) {
        row.next();
      }
      try {
        statement.execute("UPDATE account SET balance = 0");
        throw new IllegalStateException("a consumer that may only read has written");
      } catch (SQLException e) {
        if (!"42501".equals(e.getSQLState())) {
          throw e;
        }
      }
    }
  }

  /** Reads, then writes: the way in which an object-relational mapper works. */
  private static void transfer(CroftDataSource application, int offset, UUID operation)
      throws SQLException {
    try (Connection connection = application.getConnection()) {
      connection.setAutoCommit(false);
      long account;
      try (Statement read = connection.createStatement();
          ResultSet row =
              read.executeQuery(
                  "SELECT id FROM account ORDER BY id OFFSET " + offset + " LIMIT 1")) {
        row.next();
        account = row.getLong(1);
      }
      try (PreparedStatement insert =
              connection.prepareStatement(
                  "INSERT INTO entry (account_id, operation, amount) VALUES (?, ?, 1)");
          PreparedStatement update =
              connection.prepareStatement(
                  "UPDATE account SET balance = balance + 1 WHERE id = ?")) {
        insert.setLong(1, account);
        insert.setObject(2, operation);
        insert.executeUpdate();
        update.setLong(1, account);
        update.executeUpdate();
      }
      connection.commit();
    }
  }

  private void assertLedger(TenantId tenant) throws SQLException {
    List<UUID> found = new ArrayList<>();
    try (Connection superuser = MOVES.fleet.superuser(MOVES.placement(tenant));
        Statement statement = superuser.createStatement()) {
      String schema = MOVES.placement(tenant).schema();
      try (ResultSet rows =
          statement.executeQuery(
              "SELECT operation FROM " + schema + ".entry WHERE amount = 1 AND note IS NULL")) {
        while (rows.next()) {
          found.add(rows.getObject(1, UUID.class));
        }
      }
      try (ResultSet row =
          statement.executeQuery("SELECT sum(balance) FROM " + schema + ".account")) {
        row.next();
        BigDecimal opening = new BigDecimal("16.50");
        assertThat(row.getBigDecimal(1))
            .isEqualByComparingTo(opening.add(BigDecimal.valueOf(acknowledged.size())));
      }
    }
    assertThat(new HashSet<>(found)).isEqualTo(acknowledged);
    assertThat(found).hasSize(acknowledged.size());
  }
}
