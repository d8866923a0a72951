package io.croft.jdbc;

import io.croft.core.Access;
import io.croft.core.Placement;
import io.croft.core.TenantId;
import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Where threads wait for a permit of one server. A timer ticks only while somebody does. The lock
 * is that of the pool; methods that do not take it say so.
 */
final class WaitingRoom {

  private static final long TICK_MILLIS = 10;

  private final ReentrantLock lock;
  private final FairQueue queue;
  private final Inventory inventory;
  private final ScheduledExecutorService timer;
  private final BooleanSupplier crowded;
  private final PoolErrors errors;
  private final LinkedHashSet<Waiter> waiters = new LinkedHashSet<>();
  private @Nullable Future<?> nextTick;
  private boolean closed;

  /**
   * @param crowded called under the lock when somebody waits, again and again; false when there is
   *     no permit to wait for
   */
  WaitingRoom(
      String server,
      ReentrantLock lock,
      FairQueue queue,
      Inventory inventory,
      ScheduledExecutorService timer,
      BooleanSupplier crowded) {
    this.lock = lock;
    this.queue = queue;
    this.inventory = inventory;
    this.timer = timer;
    this.crowded = crowded;
    this.errors = new PoolErrors(server);
  }

  /**
   * Returns a waiter that has its grant.
   *
   * @param noRoom what the server itself has said to an attempt before
   */
  Waiter await(
      Placement home,
      Access access,
      TenantLimits limits,
      Deadline deadline,
      @Nullable SQLException noRoom)
      throws SQLException {
    Waiter waiter = enqueue(home, access, limits, deadline);
    if (!waiter.await(deadline) && withdraw(waiter)) {
      throw Thread.currentThread().isInterrupted()
          ? Errors.interrupted(errors.waiting(home.tenant(), stats()))
          : timeout(home.tenant(), deadline, noRoom);
    }
    if (waiter.grant() == null) {
      throw refusalOf(waiter);
    }
    return waiter;
  }

  private Waiter enqueue(Placement home, Access access, TenantLimits limits, Deadline deadline)
      throws SQLException {
    lock.lock();
    try {
      if (closed) {
        throw Errors.closed("the data source");
      }
      LoginLane lane = inventory.lane(ConnectionKey.of(home, access));
      @Nullable SQLException down = downOf(lane, home.tenant());
      if (down != null) {
        throw down;
      }
      Waiter waiter = new Waiter(waiters, inventory, lane, home.tenant(), deadline);
      lane.use(1);
      waiters.add(waiter);
      @Nullable Refusal refusal = queue.arrive(waiter.ticket(), limits, System.nanoTime());
      if (refusal != null) {
        waiter.refused(refusal);
      }
      tickLater();
      return waiter;
    } finally {
      lock.unlock();
    }
  }

  /** Refuses all who wait and all who come. Under the lock. */
  void close() {
    closed = true;
    fail(any -> true, waiter -> Errors.closed("the data source"));
  }

  /** Takes a waiter back that was not answered; false when it was. */
  private boolean withdraw(Waiter waiter) {
    lock.lock();
    try {
      waiters.remove(waiter);
      if (!queue.cancel(waiter.ticket(), System.nanoTime())) {
        return false;
      }
      leave(waiter.lane());
      return true;
    } finally {
      lock.unlock();
    }
  }

  private SQLException refusalOf(Waiter waiter) {
    lock.lock();
    try {
      leave(waiter.lane());
      @Nullable SQLException failure = waiter.failure();
      @Nullable Refusal refusal = waiter.refusal();
      if (failure != null || refusal == null) {
        return failure != null ? failure : Errors.closed("the data source");
      }
      TenantId tenant = waiter.ticket().tenant();
      return errors.refused(tenant, refusal, inventory.stats(queue), queue.numbers(tenant));
    } finally {
      lock.unlock();
    }
  }

  /** Turns those away that pass and wait still. Under the lock. */
  void fail(Predicate<Waiter> which, Failure why) {
    for (Waiter waiter : List.copyOf(waiters)) {
      if (which.test(waiter) && !waiter.answered()) {
        @Nullable SQLException failure = why.of(waiter);
        if (failure != null && queue.cancel(waiter.ticket(), System.nanoTime())) {
          waiter.failed(failure);
        }
      }
    }
  }

  /** What a waiter is told; null where it may go on waiting. */
  interface Failure {
    @Nullable SQLException of(Waiter waiter);
  }

  /** Returns why no connection of a lane can be had now, null where it may. Under the lock. */
  @Nullable SQLException downOf(LoginLane lane, TenantId tenant) {
    long now = System.nanoTime();
    Breaker breaker = inventory.server().permits(now) ? lane.breaker() : inventory.server();
    @Nullable SQLException reason = lane.hasIdle() ? null : breaker.reason(now);
    return reason == null
        ? null
        : errors.down(lane.key(), tenant, reason, breaker.leftMillis(now), inventory.stats(queue));
  }

  /** Says that one who used a lane does so no longer. Under the lock. */
  void leave(LoginLane lane) {
    lane.use(-1);
    inventory.tidy(lane);
  }

  private void tickLater() {
    if (nextTick == null && !closed && queue.waiting() > 0) {
      if (!crowded.getAsBoolean()) {
        fail(any -> true, any -> errors.tooManyProcesses(inventory.stats(queue)));
        return;
      }
      nextTick = timer.schedule(this::tick, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  private void tick() {
    lock.lock();
    try {
      queue.tick(System.nanoTime());
    } finally {
      nextTick = null;
      tickLater();
      lock.unlock();
    }
  }

  /** Returns the error of a connect that has failed. */
  SQLException notConnected(TenantId tenant, SQLException reason) {
    return errors.notConnected(tenant, reason, stats());
  }

  private PoolStats stats() {
    lock.lock();
    try {
      return inventory.stats(queue);
    } finally {
      lock.unlock();
    }
  }

  SQLException timeout(TenantId tenant, Deadline deadline, @Nullable SQLException cause) {
    lock.lock();
    try {
      return errors.timeout(tenant, deadline, inventory.stats(queue), queue.numbers(tenant), cause);
    } finally {
      lock.unlock();
    }
  }
}
