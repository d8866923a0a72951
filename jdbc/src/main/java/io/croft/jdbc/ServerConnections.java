package io.croft.jdbc;

import io.croft.core.Access;
import io.croft.core.Placement;
import io.croft.core.TenantId;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The physical connections of one server, over all its databases and logins, within one budget: the
 * share that this process holds of the server's. Who is served next is for the {@link FairQueue} to
 * say, with which connection for the {@link Inventory}; here are the lock around both, the waiting
 * and the network calls, which are made without the lock.
 *
 * <p>A permit is given for each connection that is in use or being made, so that of the budget's
 * places there is always one for who has a permit. It goes back when the connection is idle, or
 * after its socket is closed.
 */
final class ServerConnections {

  private static final Logger LOG = LoggerFactory.getLogger(ServerConnections.class);

  private final String server;
  private final Connector connector;
  private final PoolOptions options;
  private final boolean direct;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition returned = lock.newCondition();
  private final FairQueue queue;
  private final Inventory inventory;
  private final PoolBudget budget;
  private final WaitingRoom room;
  private final Tallies tallies = new Tallies();
  private final Ledger ledger;
  private final EarlyConnections early;
  private volatile boolean closed;

  /** Asks the catalog for the first share of the server's budget. */
  ServerConnections(
      String server,
      Connector connector,
      Options options,
      ScheduledExecutorService timer,
      BudgetHolder budgets) {
    this.server = server;
    this.connector = connector;
    this.options = options.pool();
    // A pooler answers for servers that are down, and does not answer for logins that are gone.
    this.direct = options.pooler() == Pooler.NONE;
    this.queue = new FairQueue(0, tallies);
    this.inventory = new Inventory(System::nanoTime);
    this.budget =
        new PoolBudget(
            server,
            lock,
            queue,
            inventory,
            budgets,
            budgets.join(server),
            surplus -> closeIdle(surplus, any -> true));
    this.room = new WaitingRoom(server, lock, queue, inventory, timer, budget::crowded);
    this.ledger = new Ledger(server, lock, queue, inventory, tallies);
    this.early =
        new EarlyConnections(
            connector,
            direct ? connector.warmup() : null,
            lock,
            queue,
            inventory,
            budget,
            room,
            tallies,
            () -> closed);
    budgets.keep(budget);
  }

  /** Returns what is known of the tables here. */
  TableKeys keys() {
    return connector.keys();
  }

  /**
   * Returns a connection to {@code home} of that access, to be handed to {@link #giveBack} exactly
   * once.
   *
   * @param scrub true to clear the session of an idle connection in any case
   */
  PhysicalConnection take(Placement home, Access access, Allowance allowance, boolean scrub)
      throws SQLException {
    long patience = Math.min(options.connectionTimeout().toNanos(), allowance.checkoutNanos());
    Deadline deadline = Deadline.in(Duration.ofNanos(patience));
    try {
      return take(home, access, allowance, scrub, deadline);
    } catch (SQLException e) {
      ledger.gaveUp(home.tenant(), deadline);
      throw e;
    }
  }

  private PhysicalConnection take(
      Placement home, Access access, Allowance allowance, boolean scrub, Deadline deadline)
      throws SQLException {
    Pause pause = Pause.atFullServer();
    @Nullable SQLException noRoom = null;
    while (true) {
      Waiter waiter = room.await(home, access, allowance.queue(), deadline, noRoom);
      try {
        return use(waiter, home, access, allowance, scrub);
      } catch (SQLException e) {
        if (!Errors.NO_ROOM.equals(e.getSQLState())) {
          throw closed ? e : room.notConnected(home.tenant(), e);
        }
        if (noRoom == null) {
          // Others use more of the server than was agreed; what is idle here may be what it lacks.
          closeIdle(1, one -> true);
        }
        noRoom = e;
        if (deadline.passed()) {
          throw room.timeout(home.tenant(), deadline, e);
        }
      }
      pause.take(deadline);
    }
  }

  /**
   * Takes a connection back: into the pool when it can be used again, else it is closed.
   *
   * @param used false when nothing of a transaction has run on it, which is then none of the
   *     tenant's requests
   */
  void giveBack(PhysicalConnection connection, boolean used) {
    boolean usable =
        connection.reset()
            && !closed
            && !connection.expired(System.nanoTime())
            && connector.settlesDoubt(connection);
    boolean keep = usable && !budget.isExceeded();
    if (!keep) {
      connection.close();
    }
    lock.lock();
    try {
      Held how = inventory.unhold(connection);
      if (keep) {
        inventory.keep(connection, how);
      } else {
        inventory.closed(1);
        budget.closed();
      }
      long now = System.nanoTime();
      tallies.gaveBack(how, used, now);
      end(how.permit(), how.lane(), used, now);
    } finally {
      lock.unlock();
    }
  }

  /** Closes the idle connections of a home that is no longer used, and the others on return. */
  void retire(Placement home) {
    lock.lock();
    try {
      inventory.held().keySet().stream()
          .filter(one -> one.key().belongsTo(home))
          .forEach(PhysicalConnection::doom);
    } finally {
      lock.unlock();
    }
    closeIdle(Integer.MAX_VALUE, one -> one.key().belongsTo(home));
  }

  /** Closes what has been idle or alive for too long, tells of leaks, and forgets. */
  void sweep() {
    long now = System.nanoTime();
    long longest = options.idleTimeout().toNanos();
    closeIdle(Integer.MAX_VALUE, one -> one.expired(now) || one.idleLongerThan(longest, now));
    List<Held> leaks = new ArrayList<>();
    lock.lock();
    try {
      queue.forget(System.nanoTime());
      tallies.forget(System.nanoTime());
      inventory.tidyAll();
      leaks.addAll(inventory.newLeaks(now - options.leakThreshold().toNanos()));
    } finally {
      lock.unlock();
    }
    leaks.forEach(leak -> leak.report(LOG, server, now));
  }

  /** Returns what makes connections that nobody waits for yet. */
  EarlyConnections early() {
    return early;
  }

  /** Returns what is counted here, for reading. */
  Ledger ledger() {
    return ledger;
  }

  /** Refuses newcomers and all who wait. */
  void refuse() {
    lock.lock();
    try {
      closed = true;
      room.close();
    } finally {
      lock.unlock();
    }
  }

  /** Refuses newcomers, waits for the connections in use until {@code deadline}, closes all. */
  void close(Deadline deadline) {
    List<PhysicalConnection> left;
    refuse();
    lock.lock();
    try {
      while (queue.inUse() > 0 && !deadline.passed()) {
        if (returned.awaitNanos(deadline.leftNanos()) <= 0) {
          break;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      left = new ArrayList<>(inventory.held().keySet());
      lock.unlock();
    }
    left.forEach(PhysicalConnection::doom);
    left.forEach(PhysicalConnection::close);
    closeIdle(Integer.MAX_VALUE, one -> true);
  }

  /** Makes what a permit was given for a connection that is ready; else the permit goes back. */
  private PhysicalConnection use(
      Waiter waiter, Placement home, Access access, Allowance allowance, boolean scrub)
      throws SQLException {
    Waiter.Grant grant = waiter.granted();
    @Nullable PhysicalConnection connection = grant.connection();
    boolean connecting = !grant.usable();
    boolean handedOver = false;
    @Nullable SQLException error = null;
    try {
      if (connection != null
          && (connecting || !isReady(connection, home.tenant(), allowance, scrub))) {
        connection.close();
        connection = null;
      }
      if (connection == null) {
        if (!connecting) {
          connecting = true;
          connects(waiter.lane());
        }
        connection = connector.connect(home, access, allowance);
        connection.assign(home.tenant(), allowance);
      }
      handOver(connection, waiter, connecting);
      handedOver = true;
      return connection;
    } catch (SQLException e) {
      error = e;
      throw e;
    } finally {
      if (!handedOver) {
        if (connection != null) {
          connection.close();
        }
        lost(waiter, connecting, error);
      }
    }
  }

  private static boolean isReady(
      PhysicalConnection connection, TenantId tenant, Allowance allowance, boolean scrub) {
    return !connection.expired(System.nanoTime()) && connection.ready(tenant, allowance, scrub);
  }

  private void connects(LoginLane lane) {
    lock.lock();
    try {
      inventory.connects(lane);
    } finally {
      lock.unlock();
    }
  }

  private void handOver(PhysicalConnection connection, Waiter waiter, boolean made)
      throws SQLException {
    @Nullable Throwable borrower =
        options.leakThreshold().isZero() ? null : new Throwable("the connection was taken");
    long now = System.nanoTime();
    Permit permit = waiter.granted().permit();
    LoginLane lane = waiter.lane();
    lock.lock();
    try {
      if (closed) {
        throw Errors.closed("the data source");
      }
      inventory.hold(connection, new Held(permit, lane, waiter.ticket().tenant(), now, borrower));
      queue.ready(permit, now);
      tallies.took(waiter.ticket().tenant(), now - waiter.sinceNanos(), now);
      if (made) {
        tallies.loggedIn(true);
        inventory.connectEnded(lane);
        lane.breaker().succeeded();
        inventory.server().succeeded();
        queue.opened(lane, now);
      }
    } finally {
      lock.unlock();
    }
  }

  private void lost(Waiter waiter, boolean connecting, @Nullable SQLException error) {
    lock.lock();
    try {
      LoginLane lane = waiter.lane();
      inventory.closed(1);
      budget.closed();
      if (connecting) {
        inventory.connectEnded(lane);
        tallies.loggedIn(false);
        learn(lane, error);
      }
      end(waiter.granted().permit(), lane, false, System.nanoTime());
    } finally {
      lock.unlock();
    }
  }

  /** Lets the breakers know why a connect failed; who waits for more of the same need not. */
  private void learn(LoginLane lane, @Nullable SQLException error) {
    String state = error == null ? "" : String.valueOf(error.getSQLState());
    boolean noAnswer = direct && Errors.UNREACHABLE.equals(state);
    Breaker concerned = noAnswer ? inventory.server() : lane.breaker();
    Breaker other = noAnswer ? lane.breaker() : inventory.server();
    other.unclear();
    if (error == null || closed || Errors.NO_ROOM.equals(state)) {
      concerned.unclear();
    } else if (concerned.failed(error, System.nanoTime())) {
      room.fail(
          one -> noAnswer || one.lane() == lane,
          one -> room.downOf(one.lane(), one.ticket().tenant()));
    }
  }

  private void end(Permit permit, LoginLane lane, boolean used, long now) {
    if (!used) {
      queue.uncount(permit);
    }
    queue.release(permit, now);
    queue.opened(lane, now);
    room.leave(lane);
    returned.signalAll();
  }

  /** Closes at most so many idle connections that pass; each counts until its socket is closed. */
  private void closeIdle(int most, Predicate<PhysicalConnection> which) {
    List<PhysicalConnection> victims;
    lock.lock();
    try {
      victims = inventory.takeIf(most, which);
      queue.withhold(victims.size(), System.nanoTime());
    } finally {
      lock.unlock();
    }
    for (PhysicalConnection victim : victims) {
      victim.close();
      lock.lock();
      try {
        inventory.closed(1);
        queue.withhold(-1, System.nanoTime());
      } finally {
        lock.unlock();
      }
    }
  }
}
