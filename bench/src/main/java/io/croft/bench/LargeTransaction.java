package io.croft.bench;

import io.croft.core.Isolation;
import io.croft.core.TenantId;
import io.croft.move.MoveMode;
import io.croft.move.MoveStep;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * A transaction of another tenant of the same pool that writes very many rows while the tenant
 * moves, and commits when that one's home is about to be shut; by turns it adds rows and removes
 * them.
 */
final class LargeTransaction implements Disturbance {

  private static final String ADD =
      """
      INSERT INTO app.event (tenant_id, account_id, amount, note)
      SELECT '%s', n, 1, 'a row of a large transaction' FROM generate_series(1, %d) n
      """;

  private static final String REMOVE = "DELETE FROM app.event WHERE tenant_id = '%s'";

  private final MoveSite site;
  private final int rows;
  private @Nullable TenantId neighbour;
  private @Nullable CompletableFuture<Void> running;
  private CountDownLatch written = new CountDownLatch(1);
  private CountDownLatch commit = new CountDownLatch(1);
  private boolean full;

  LargeTransaction(MoveSite site, int rows) {
    this.site = site;
    this.rows = rows;
  }

  @Override
  public String text() {
    return "A neighbour in the pool that the tenant leaves writes %,d rows in one transaction, which begins after the slot and commits when the home is about to be shut."
        .formatted(rows);
  }

  @Override
  public void before(TenantId moving, MoveMode mode) throws SQLException {
    if (neighbour == null) {
      neighbour = site.tenant(Isolation.POOL, MovesScale.SMALL_ROWS);
    }
    written = new CountDownLatch(1);
    commit = new CountDownLatch(1);
  }

  @Override
  public void done(MoveStep step, String detail) {
    if (step == MoveStep.SUBSCRIBED) {
      running = CompletableFuture.runAsync(this::write);
    } else if (step == MoveStep.VERIFIED) {
      try {
        written.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      commit.countDown();
    }
  }

  private void write() {
    TenantId other = Objects.requireNonNull(neighbour);
    try (Connection connection = site.superuser(other);
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute(full ? REMOVE.formatted(other) : ADD.formatted(other, rows));
      written.countDown();
      commit.await();
      connection.commit();
    } catch (SQLException e) {
      throw new IllegalStateException("the large transaction failed", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      written.countDown();
    }
  }

  @Override
  public void after() throws InterruptedException {
    commit.countDown();
    CompletableFuture<Void> last = running;
    if (last != null) {
      try {
        last.get();
      } catch (ExecutionException e) {
        throw new IllegalStateException("the large transaction failed", e.getCause());
      }
      full = !full;
    }
    running = null;
  }

  @Override
  public void ended() throws SQLException {
    TenantId other = neighbour;
    if (full && other != null) {
      try (Connection connection = site.superuser(other);
          Statement statement = connection.createStatement()) {
        statement.execute(REMOVE.formatted(other));
      }
      full = false;
    }
  }
}
