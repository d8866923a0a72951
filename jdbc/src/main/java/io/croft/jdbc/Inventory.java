package io.croft.jdbc;

import io.croft.core.TenantId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one server: which are idle, which are held by whom, how many there are. One
 * counts from before its connect until after its socket is closed. Guarded by the lock of its pool;
 * it makes no network call.
 */
final class Inventory {

  private final LongSupplier clock;
  private final Breaker server = new Breaker();
  private final Map<ConnectionKey, LoginLane> lanes = new HashMap<>();
  private final Chain<IdleConnection> idle = new Chain<>();
  private final IdentityHashMap<PhysicalConnection, Held> held = new IdentityHashMap<>();
  private int budget;
  private int whole;
  private long evictionsTaken;
  private int total;
  private int connecting;
  private int foreseen;
  private long evictions;

  Inventory(LongSupplier clock) {
    this.clock = clock;
  }

  /**
   * Says how many connections there may be from now on; the caller closes what is more.
   *
   * @param ofServer how many all processes together may have
   */
  void allow(int permits, int ofServer) {
    budget = permits;
    whole = ofServer;
  }

  /** Returns how many connections there are beyond what is allowed. */
  int surplus() {
    return Math.max(0, total - budget);
  }

  int total() {
    return total;
  }

  /** Returns how many connections were closed in favour of others since the last call. */
  int takeEvictions() {
    long number = evictions - evictionsTaken;
    evictionsTaken = evictions;
    return Math.toIntExact(number);
  }

  /** Returns the breaker of the server as a whole. */
  Breaker server() {
    return server;
  }

  LoginLane lane(ConnectionKey key) {
    return lanes.computeIfAbsent(
        key, same -> new LoginLane(same, server, clock, () -> total >= budget));
  }

  /** Forgets a lane that nothing is known of. */
  void tidy(LoginLane lane) {
    if (lane.unused(clock.getAsLong())) {
      lanes.remove(lane.key(), lane);
    }
  }

  void tidyAll() {
    long now = clock.getAsLong();
    lanes.values().removeIf(lane -> lane.unused(now));
  }

  /**
   * Chooses what a permit is used for: an idle connection of its lane; a new one; a new one in the
   * place of the connection that has been idle longest at this server.
   */
  Waiter.Grant choose(Permit permit, LoginLane lane, TenantId tenant) {
    @Nullable IdleConnection own = lane.best(tenant);
    if (own != null) {
      take(own);
      return new Waiter.Grant(permit, own.connection(), true);
    }
    connects(lane);
    if (total < budget) {
      total++;
      return new Waiter.Grant(permit, null, false);
    }
    evictions++;
    return new Waiter.Grant(permit, takeOldest(), false);
  }

  /** Counts a connect of a connection that is counted already. */
  void connects(LoginLane lane) {
    connecting++;
    lane.connecting(1);
    lane.breaker().attempt();
    server.attempt();
  }

  void connectEnded(LoginLane lane) {
    connecting--;
    lane.connecting(-1);
  }

  void closed(int number) {
    total -= number;
  }

  void hold(PhysicalConnection connection, Held how) {
    held.put(connection, how);
  }

  Held unhold(PhysicalConnection connection) {
    @Nullable Held how = held.remove(connection);
    if (how == null) {
      throw new IllegalStateException("a connection comes back that is not held");
    }
    return how;
  }

  IdentityHashMap<PhysicalConnection, Held> held() {
    return held;
  }

  /** Returns those held since before {@code nanos} with whom that was not reported yet. */
  List<Held> newLeaks(long nanos) {
    List<Held> leaks = new ArrayList<>();
    held.replaceAll(
        (connection, how) -> {
          if (how.borrower() == null || how.sinceNanos() - nanos > 0) {
            return how;
          }
          leaks.add(how);
          return how.reported();
        });
    return leaks;
  }

  void keep(PhysicalConnection connection, Held how) {
    keep(connection, how.tenant(), how.lane());
  }

  private void keep(PhysicalConnection connection, TenantId tenant, LoginLane lane) {
    IdleConnection one = new IdleConnection(connection, tenant, lane);
    one.link(idle.add(one));
    lane.add(one);
  }

  /** Returns how many connections of that kind {@code tenant} holds or was the last to hold. */
  int of(ConnectionKey key, TenantId tenant) {
    @Nullable LoginLane lane = lanes.get(key);
    if (lane == null) {
      return 0;
    }
    long inUse =
        held.values().stream()
            .filter(how -> how.lane() == lane && how.tenant().equals(tenant))
            .count();
    return lane.idleOf(tenant) + (int) inUse;
  }

  /**
   * Returns how many connections that nobody waits for yet find no place; 0 when none is wanted.
   */
  int unplaced(LoginLane lane, int most) {
    return total >= budget && lane.open() ? Math.max(0, most - lane.supply()) : 0;
  }

  /** Takes a place for a connection that nobody waits for; false where that costs anybody one. */
  boolean foresee(LoginLane lane, int most) {
    if (total >= budget || lane.supply() >= most || !lane.open()) {
      return false;
    }
    connects(lane);
    foreseen++;
    total++;
    return true;
  }

  /** Ends what {@link #foresee} has begun; null where nothing has come of it. */
  void foreseen(@Nullable PhysicalConnection connection, TenantId tenant, LoginLane lane) {
    connectEnded(lane);
    foreseen--;
    if (connection == null) {
      total--;
    } else {
      keep(connection, tenant, lane);
    }
  }

  /** Takes at most so many out that pass, the oldest first; they are to be closed. */
  List<PhysicalConnection> takeIf(int most, Predicate<PhysicalConnection> which) {
    List<PhysicalConnection> taken = new ArrayList<>();
    Chain.@Nullable Link<IdleConnection> link = idle.oldest();
    while (link != null && taken.size() < most) {
      IdleConnection one = link.value();
      link = link.newer();
      if (which.test(one.connection())) {
        take(one);
        tidy(one.lane());
        taken.add(one.connection());
      }
    }
    return taken;
  }

  /** Takes the connection out that has been idle longest, to be closed. */
  PhysicalConnection takeOldest() {
    Chain.@Nullable Link<IdleConnection> oldest = idle.oldest();
    if (oldest == null) {
      throw new IllegalStateException(
          "a permit was given although all %d of %d connections are in use"
              .formatted(total, budget));
    }
    take(oldest.value());
    tidy(oldest.value().lane());
    return oldest.value().connection();
  }

  /** Returns how many connections were closed so far to make room for one of another kind. */
  long evictions() {
    return evictions;
  }

  /** Returns how many logins are left alone because they were refused. */
  int barredLogins() {
    return (int) lanes.values().stream().filter(lane -> lane.breaker().open()).count();
  }

  int idle() {
    return idle.size();
  }

  int lanes() {
    return lanes.size();
  }

  PoolStats stats(FairQueue queue) {
    return new PoolStats(
        budget, whole, total, idle.size(), connecting, queue.inUse() + foreseen, queue.waiting());
  }

  private void take(IdleConnection one) {
    idle.remove(one.ofServer());
    one.lane().remove(one);
  }
}
