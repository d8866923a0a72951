package io.croft.move;

import io.croft.catalog.Catalog;
import io.croft.core.DaemonThreads;
import io.croft.core.TenantId;
import io.croft.core.TenantScope;
import io.croft.jdbc.CroftDataSource;
import io.croft.testbed.TestFleet;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The one client of a recorded tenant: writes one entry after the other all the time, through an
 * application's router. An error ends it, and is raised when it is closed. The more it has written,
 * the slower it becomes: a busy machine takes its time, and the search grows with the writes.
 */
final class TracedClient implements AutoCloseable {

  private static final long LONGER = Duration.ofMillis(20).toNanos();

  private static final String WRITE =
      """
      INSERT INTO entry (account_id, operation, amount)
      SELECT min(id), gen_random_uuid(), 1 FROM account RETURNING id
      """;

  private final Catalog reader;
  private final CroftDataSource application;
  private final TenantId tenant;
  private final List<Long> acknowledged = new CopyOnWriteArrayList<>();
  private final Thread thread = new DaemonThreads("traced client").newThread(this::work);
  private volatile boolean stopped;
  private volatile @Nullable Exception failure;

  TracedClient(TestFleet fleet, TenantId tenant) {
    this.reader = fleet.openReader();
    this.application = CroftDataSource.builder(reader, fleet.secret().application()).build();
    this.tenant = tenant;
    thread.start();
  }

  /** Returns the ids of the writes of which the client was told that they are committed. */
  List<Long> acknowledged() {
    return acknowledged;
  }

  private void work() {
    try {
      while (!stopped) {
        TenantScope.run(tenant, this::write);
        LockSupport.parkNanos(LONGER * acknowledged.size());
      }
    } catch (SQLException | RuntimeException e) {
      failure = e;
    }
  }

  private void write() throws SQLException {
    try (Connection connection = application.getConnection();
        Statement statement = connection.createStatement();
        ResultSet id = statement.executeQuery(WRITE)) {
      id.next();
      acknowledged.add(id.getLong(1));
    }
  }

  /** Waits until this many more writes are acknowledged. */
  void write(int more) throws InterruptedException {
    int wanted = acknowledged.size() + more;
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (acknowledged.size() < wanted) {
      if (failure != null || System.nanoTime() > deadline) {
        throw new IllegalStateException("the client does not write any more", failure);
      }
      Thread.sleep(5);
    }
  }

  @Override
  public void close() {
    stopped = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    application.close();
    reader.close();
    Exception failed = failure;
    if (failed != null) {
      throw new IllegalStateException("the client was shown an error", failed);
    }
  }
}
