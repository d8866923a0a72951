package io.croft.jdbc;

import io.croft.core.Access;
import io.croft.core.ErrorCode;
import io.croft.core.Placement;
import io.croft.core.TenantId;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The physical connections of one server, over all its databases and logins, within one budget. A
 * connection counts from before its connect until after its socket is closed, so that the budget is
 * exact. Threads wait in the order of their coming, and none overtakes.
 *
 * <p>The choice: an idle connection that this tenant used last; the idle one of this home's kind
 * that was unused longest; a new one while the budget lasts; a new one in the place of the idle one
 * of another home that was unused longest. Network calls are made without the lock.
 */
final class ServerConnections {

  /**
   * How many connections of one login are made at the same time. After a switch all threads of a
   * tenant want one at once; a few, handed on, serve them sooner than one for each.
   */
  private static final int CONNECTS_AT_ONCE = 4;

  private final String server;
  private final int budget;
  private final Connector connector;
  private final PoolOptions options;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition returned = lock.newCondition();
  private final ArrayDeque<Waiter> waiters = new ArrayDeque<>();
  private final LinkedHashSet<PhysicalConnection> idle = new LinkedHashSet<>();
  private final Set<PhysicalConnection> held = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Map<ConnectionKey, Integer> connecting = new HashMap<>();
  private int total;
  private volatile boolean closed;

  ServerConnections(String server, int budget, Connector connector, PoolOptions options) {
    this.server = server;
    this.budget = budget;
    this.connector = connector;
    this.options = options;
  }

  /**
   * Returns a connection to {@code home} of that access, to be handed to {@link #giveBack} exactly
   * once.
   *
   * @param scrub true to clear the session of an idle connection in any case
   */
  PhysicalConnection take(Placement home, Access access, boolean scrub) throws SQLException {
    ConnectionKey key = ConnectionKey.of(home, access);
    Waiter.Grant grant = await(key, home.tenant());
    @Nullable PhysicalConnection found = grant.idle();
    if (found != null
        && found.key().equals(key)
        && !found.expired(System.nanoTime())
        && found.ready(home.tenant(), scrub)) {
      return hold(found);
    }
    if (found != null) {
      found.close();
    }
    if (found != null) {
      lock.lock();
      try {
        connecting.merge(key, 1, Integer::sum);
      } finally {
        lock.unlock();
      }
    }
    boolean connected = false;
    try {
      PhysicalConnection made = connector.connect(home, access);
      connected = true;
      made.firstUsedBy(home.tenant());
      return hold(made);
    } finally {
      connectEnded(key, connected);
    }
  }

  private void connectEnded(ConnectionKey key, boolean connected) {
    lock.lock();
    try {
      connecting.computeIfPresent(key, (same, number) -> number == 1 ? null : number - 1);
      if (!connected) {
        total--;
      }
      dispatch();
    } finally {
      lock.unlock();
    }
  }

  /** Takes a connection back: into the pool when it can be used again, else it is closed. */
  void giveBack(PhysicalConnection connection) {
    boolean keep = connection.reset() && !closed && !connection.expired(System.nanoTime());
    if (!keep) {
      connection.close();
    }
    lock.lock();
    try {
      held.remove(connection);
      if (keep) {
        idle.add(connection);
      } else {
        total--;
      }
      returned.signalAll();
      dispatch();
    } finally {
      lock.unlock();
    }
  }

  /** Closes the idle connections of a home that is no longer used, and the others on return. */
  void retire(Placement home) {
    lock.lock();
    try {
      held.stream().filter(one -> one.key().belongsTo(home)).forEach(PhysicalConnection::doom);
    } finally {
      lock.unlock();
    }
    closeIdle(one -> one.key().belongsTo(home));
  }

  /** Closes what has been idle or alive for too long. */
  void sweep() {
    long now = System.nanoTime();
    long longest = options.idleTimeout().toNanos();
    closeIdle(one -> one.expired(now) || one.idleLongerThan(longest, now));
  }

  PoolStats stats() {
    lock.lock();
    try {
      return new PoolStats(budget, total, idle.size(), waiters.size());
    } finally {
      lock.unlock();
    }
  }

  /** Refuses newcomers, waits for the connections in use for at most {@code limit}, closes all. */
  void close(Duration limit) {
    Deadline deadline = Deadline.in(limit);
    List<PhysicalConnection> left;
    lock.lock();
    try {
      closed = true;
      waiters.forEach(waiter -> waiter.granted.signal());
      while (!held.isEmpty() && !deadline.passed()) {
        if (returned.awaitNanos(deadline.leftNanos()) <= 0) {
          break;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      left = new ArrayList<>(held);
      lock.unlock();
    }
    left.forEach(PhysicalConnection::doom);
    left.forEach(PhysicalConnection::close);
    closeIdle(one -> true);
  }

  private Waiter.Grant await(ConnectionKey key, TenantId tenant) throws SQLException {
    Deadline deadline = Deadline.in(options.connectionTimeout());
    lock.lock();
    try {
      refuseWhenClosed();
      Waiter waiter = new Waiter(key, tenant, lock.newCondition());
      waiters.add(waiter);
      dispatch();
      try {
        while (waiter.grant == null) {
          long left = deadline.leftNanos();
          if (left <= 0) {
            throw timeout(deadline);
          }
          waiter.granted.awaitNanos(left);
          if (waiter.grant == null) {
            refuseWhenClosed();
          }
        }
      } catch (InterruptedException e) {
        if (waiter.grant == null) {
          throw Errors.interrupted("waiting for a connection to server " + server);
        }
        // The slot is this thread's already; the interruption is left to the next wait.
        Thread.currentThread().interrupt();
      } finally {
        waiters.remove(waiter);
      }
      return waiter.grant;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Serves the queue in its order while there is something to give. Who waits for connects of the
   * same login that are under way is passed over: what they bring will serve it.
   */
  private void dispatch() {
    for (Iterator<Waiter> queue = waiters.iterator(); queue.hasNext(); ) {
      Waiter next = queue.next();
      @Nullable PhysicalConnection own = idleOf(next);
      boolean mustConnect = own == null;
      if (mustConnect && connecting.getOrDefault(next.key, 0) >= CONNECTS_AT_ONCE) {
        continue;
      }
      if (mustConnect && total >= budget) {
        if (idle.isEmpty()) {
          return;
        }
        own = idle.iterator().next();
      }
      if (own == null) {
        total++;
        connecting.merge(next.key, 1, Integer::sum);
      } else {
        idle.remove(own);
      }
      next.grant = new Waiter.Grant(own);
      queue.remove();
      next.granted.signal();
    }
  }

  private @Nullable PhysicalConnection idleOf(Waiter waiter) {
    @Nullable PhysicalConnection own = null;
    for (PhysicalConnection one : idle) {
      if (one.key().equals(waiter.key) && (own == null || waiter.tenant.equals(one.lastTenant()))) {
        own = one;
      }
    }
    return own;
  }

  private PhysicalConnection hold(PhysicalConnection connection) {
    lock.lock();
    try {
      held.add(connection);
      return connection;
    } finally {
      lock.unlock();
    }
  }

  private void closeIdle(Predicate<PhysicalConnection> which) {
    List<PhysicalConnection> victims = new ArrayList<>();
    lock.lock();
    try {
      idle.stream().filter(which).forEach(victims::add);
      victims.forEach(idle::remove);
    } finally {
      lock.unlock();
    }
    for (PhysicalConnection victim : victims) {
      victim.close();
      freeSlot();
    }
  }

  private void freeSlot() {
    lock.lock();
    try {
      total--;
      dispatch();
    } finally {
      lock.unlock();
    }
  }

  private void refuseWhenClosed() throws SQLException {
    if (closed) {
      throw Errors.closed("the data source");
    }
  }

  private SQLException timeout(Deadline deadline) {
    int others = waiters.size() - 1;
    return Errors.of(
        ErrorCode.CONNECTION_TIMEOUT,
        "no connection to server %s within %d ms: %s"
            .formatted(
                server,
                deadline.elapsedMillis(),
                new PoolStats(budget, total, idle.size(), others)),
        "shorten the transactions, or raise the server's budget in the catalog",
        null);
  }
}
