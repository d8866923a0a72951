package io.croft.jdbc;

import io.croft.core.Access;
import io.croft.core.Placement;
import java.sql.SQLException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Connections of one server that are made before anybody takes them. */
final class EarlyConnections {

  private final Connector connector;
  private final @Nullable Warmup warmup;
  private final ReentrantLock lock;
  private final FairQueue queue;
  private final Inventory inventory;
  private final PoolBudget budget;
  private final WaitingRoom room;
  private final Tallies tallies;
  private final BooleanSupplier closed;

  /**
   * @param warmup null behind a pooler, where sessions are not ours
   * @param lock that of the pool
   * @param closed whether the pool is
   */
  EarlyConnections(
      Connector connector,
      @Nullable Warmup warmup,
      ReentrantLock lock,
      FairQueue queue,
      Inventory inventory,
      PoolBudget budget,
      WaitingRoom room,
      Tallies tallies,
      BooleanSupplier closed) {
    this.connector = connector;
    this.warmup = warmup;
    this.lock = lock;
    this.queue = queue;
    this.inventory = inventory;
    this.budget = budget;
    this.room = room;
    this.tallies = tallies;
    this.closed = closed;
  }

  /**
   * Makes a connection to {@code home} that nobody waits for yet, unless so many are there or on
   * their way already, or it would take the place of another one.
   *
   * @return false when there may be a place for it in a moment
   */
  boolean make(Placement home, Access access, Allowance allowance, int most) throws SQLException {
    LoginLane lane;
    lock.lock();
    try {
      lane = inventory.lane(ConnectionKey.of(home, access));
      if (closed.getAsBoolean()
          || !queue.spares(System.nanoTime())
          || !inventory.foresee(lane, most)) {
        int unplaced = inventory.unplaced(lane, most);
        inventory.tidy(lane);
        return unplaced == 0 || !budget.wish(unplaced);
      }
      lane.use(1);
      // Its place is nobody else's until it is there.
      queue.withhold(1, System.nanoTime());
    } finally {
      lock.unlock();
    }
    @Nullable PhysicalConnection made = null;
    try {
      PhysicalConnection connected = connector.connect(home, access, allowance);
      made = connected.prepared(home.tenant(), allowance) ? connected : null;
      if (made != null && warmup != null) {
        warmup.run(made.pg(), home, access);
      }
    } finally {
      end(made, home, lane);
    }
    return true;
  }

  private void end(@Nullable PhysicalConnection made, Placement home, LoginLane lane) {
    boolean late;
    lock.lock();
    try {
      late = closed.getAsBoolean() && made != null;
      tallies.loggedIn(made != null);
      inventory.foreseen(late ? null : made, home.tenant(), lane);
      lane.breaker().unclear();
      inventory.server().unclear();
      queue.withhold(-1, System.nanoTime());
      queue.opened(lane, System.nanoTime());
      room.leave(lane);
    } finally {
      lock.unlock();
    }
    if (late && made != null) {
      made.close();
    }
  }
}
