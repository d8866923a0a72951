package io.croft.jdbc;

import io.croft.core.TenantId;
import java.sql.SQLException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Lets one thread for each tenant deal with what bars the way to its home, while the others wait
 * without a connection: a fenced tenant with many threads costs its neighbours one connection for
 * some moments. Threads of other tenants are not touched.
 */
final class Turns {

  private final ConcurrentHashMap<TenantId, CountDownLatch> taken = new ConcurrentHashMap<>();

  /** Takes the tenant's turn; false when another thread has it. */
  boolean take(TenantId tenant) {
    return taken.putIfAbsent(tenant, new CountDownLatch(1)) == null;
  }

  /** Ends the turn that the calling thread has taken; all who waited go on. */
  void end(TenantId tenant) {
    @Nullable CountDownLatch turn = taken.remove(tenant);
    if (turn != null) {
      turn.countDown();
    }
  }

  /** Returns true when a thread has the tenant's turn. */
  boolean isTaken(TenantId tenant) {
    return taken.containsKey(tenant);
  }

  /** Waits while another thread has the tenant's turn; false when the deadline passed before. */
  boolean await(TenantId tenant, Deadline deadline) throws SQLException {
    @Nullable CountDownLatch turn = taken.get(tenant);
    if (turn == null) {
      return true;
    }
    try {
      return turn.await(deadline.leftNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      throw Errors.interrupted("waiting for tenant " + tenant + " to be reachable");
    }
  }
}
