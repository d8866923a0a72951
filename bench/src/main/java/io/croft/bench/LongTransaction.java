package io.croft.bench;

import io.croft.core.TenantId;
import io.croft.core.TenantScope;
import io.croft.move.MoveMode;
import io.croft.move.MoveStep;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** A transaction of the moving tenant that has written, and is open when its home is to be shut. */
final class LongTransaction implements Disturbance {

  /** A line that no client has. */
  private static final String WRITE = "UPDATE line SET quantity = quantity WHERE id = 50";

  private final MoveSite site;
  private final Duration length;
  private @Nullable TenantId tenant;
  private @Nullable MoveStep begins;
  private @Nullable CompletableFuture<Void> running;

  LongTransaction(MoveSite site, Duration length) {
    this.site = site;
    this.length = length;
  }

  @Override
  public String text() {
    return "One more transaction of the tenant has written before the first attempt and stays open for %d s."
        .formatted(length.toSeconds());
  }

  @Override
  public void before(TenantId moving, MoveMode mode) {
    tenant = moving;
    begins = Moved.before(mode);
  }

  @Override
  public void done(MoveStep step, String detail) {
    TenantId moving = tenant;
    if (step != begins || moving == null) {
      return;
    }
    CountDownLatch written = new CountDownLatch(1);
    running = CompletableFuture.runAsync(() -> hold(moving, written));
    try {
      written.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void hold(TenantId moving, CountDownLatch written) {
    try {
      TenantScope.run(moving, () -> transact(written));
    } catch (SQLException e) {
      throw new IllegalStateException("the long transaction failed", e);
    } finally {
      written.countDown();
    }
  }

  private void transact(CountDownLatch written) throws SQLException {
    try (Connection connection = site.croft().getConnection();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute(WRITE);
      written.countDown();
      OpenLoop.awaitNanos(System.nanoTime() + length.toNanos());
      statement.execute(WRITE);
      connection.commit();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void after() throws InterruptedException {
    CompletableFuture<Void> last = running;
    if (last == null) {
      throw new IllegalStateException("the long transaction did not begin");
    }
    running = null;
    try {
      last.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("the long transaction failed", e.getCause());
    }
  }
}
