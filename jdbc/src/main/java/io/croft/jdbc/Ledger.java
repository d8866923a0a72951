package io.croft.jdbc;

import io.croft.core.Access;
import io.croft.core.Placement;
import io.croft.core.TenantId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The {@link Tallies} of one server for those outside of its pool: counts what is seen only there,
 * and reads. Its methods take the lock of the pool.
 */
final class Ledger {

  /** One server, and some of its tenants, at one moment. */
  record Page(ServerSnapshot server, Map<TenantId, Usage> tenants) {}

  private final String server;
  private final ReentrantLock lock;
  private final FairQueue queue;
  private final Inventory inventory;
  private final Tallies tallies;

  Ledger(String server, ReentrantLock lock, FairQueue queue, Inventory inventory, Tallies tallies) {
    this.server = server;
    this.lock = lock;
    this.queue = queue;
    this.inventory = inventory;
    this.tallies = tallies;
  }

  PoolStats stats() {
    lock.lock();
    try {
      return inventory.stats(queue);
    } finally {
      lock.unlock();
    }
  }

  /** Returns of how many kinds of connections something is known. */
  int lanes() {
    lock.lock();
    try {
      return inventory.lanes();
    } finally {
      lock.unlock();
    }
  }

  /** Returns how many connections to its home the tenant holds or was the last to hold. */
  int connections(Placement home, Access access) {
    lock.lock();
    try {
      return inventory.of(ConnectionKey.of(home, access), home.tenant());
    } finally {
      lock.unlock();
    }
  }

  /** Counts a request that got no connection. */
  void gaveUp(TenantId tenant, Deadline deadline) {
    lock.lock();
    try {
      long now = System.nanoTime();
      tallies.gaveUp(tenant, now - deadline.startNanos(), now);
    } finally {
      lock.unlock();
    }
  }

  /** Counts an error that the application has seen. */
  void failed(TenantId tenant, ErrorKind kind) {
    lock.lock();
    try {
      tallies.failed(tenant, kind, System.nanoTime());
    } finally {
      lock.unlock();
    }
  }

  /** Returns the tenants that have cost most of late, at most so many. */
  List<Tallies.Cost> costliest(int most) {
    lock.lock();
    try {
      return tallies.costliest(most, inventory.held().values(), System.nanoTime());
    } finally {
      lock.unlock();
    }
  }

  /** Returns the server and those of {@code tenants} that are known on it. */
  Page read(Collection<TenantId> tenants) {
    lock.lock();
    try {
      Tallies.Reading reading = tallies.read(tenants, inventory.held().values(), System.nanoTime());
      return new Page(snapshot(reading.total()), reading.tenants());
    } finally {
      lock.unlock();
    }
  }

  private ServerSnapshot snapshot(Usage total) {
    PoolStats stats = inventory.stats(queue);
    return new ServerSnapshot(
        server,
        stats.budget(),
        stats.permits() - stats.connecting(),
        stats.idle(),
        stats.connecting(),
        stats.waiting(),
        tallies.logins(),
        tallies.failedLogins(),
        inventory.evictions(),
        inventory.server().open(),
        inventory.barredLogins(),
        total);
  }
}
