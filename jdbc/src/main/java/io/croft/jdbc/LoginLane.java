package io.croft.jdbc;

import io.croft.core.TenantId;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one database and login at one server: the idle ones, those being made, and
 * whether any can be made. It exists while there are such, one is held or somebody waits.
 */
final class LoginLane implements Lane {

  /**
   * How many connections of one login are made at the same time. After a switch all threads of a
   * tenant want one at once; a few, handed on, serve them sooner than one for each.
   */
  private static final int CONNECTS_AT_ONCE = 4;

  private final ConnectionKey key;
  private final Breaker server;
  private final LongSupplier clock;
  private final BooleanSupplier full;
  private final Breaker breaker = new Breaker();
  private final Chain<IdleConnection> idle = new Chain<>();
  private final Map<TenantId, Chain<IdleConnection>> byTenant = new HashMap<>();
  private int connecting;
  private int users;

  /**
   * @param full whether the server's budget has no place left
   */
  LoginLane(ConnectionKey key, Breaker server, LongSupplier clock, BooleanSupplier full) {
    this.key = key;
    this.server = server;
    this.clock = clock;
    this.full = full;
  }

  ConnectionKey key() {
    return key;
  }

  Breaker breaker() {
    return breaker;
  }

  @Override
  public boolean open() {
    long now = clock.getAsLong();
    return !idle.isEmpty()
        || (connecting < CONNECTS_AT_ONCE && breaker.permits(now) && server.permits(now));
  }

  @Override
  public boolean evicts() {
    return idle.isEmpty() && full.getAsBoolean();
  }

  /** Returns how many connections are idle or being made. */
  int supply() {
    return idle.size() + connecting;
  }

  /** Returns how many idle connections {@code tenant} has used last. */
  int idleOf(TenantId tenant) {
    @Nullable Chain<IdleConnection> own = byTenant.get(tenant);
    return own == null ? 0 : own.size();
  }

  boolean hasIdle() {
    return !idle.isEmpty();
  }

  /** Counts those who wait for a connection of it, make one or hold one. */
  void use(int change) {
    users += change;
  }

  void connecting(int change) {
    connecting += change;
  }

  void add(IdleConnection one) {
    Chain<IdleConnection> ofTenant = byTenant.computeIfAbsent(one.tenant(), same -> new Chain<>());
    one.link(idle.add(one), ofTenant.add(one));
  }

  void remove(IdleConnection one) {
    idle.remove(one.inLane());
    byTenant.computeIfPresent(
        one.tenant(),
        (same, chain) -> {
          chain.remove(one.ofTenant());
          return chain.isEmpty() ? null : chain;
        });
  }

  /**
   * Returns the idle connection for {@code tenant}: the newest that it used last itself, or else
   * the oldest of all, which leaves the newer ones to their tenants; null when there is none.
   */
  @Nullable IdleConnection best(TenantId tenant) {
    @Nullable Chain<IdleConnection> own = byTenant.get(tenant);
    Chain.@Nullable Link<IdleConnection> link = own == null ? idle.oldest() : own.newest();
    return link == null ? null : link.value();
  }

  boolean unused(long nowNanos) {
    return idle.isEmpty() && users == 0 && breaker.forgettable(nowNanos);
  }
}
