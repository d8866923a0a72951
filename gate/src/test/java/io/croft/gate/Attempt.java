package io.croft.gate;

import io.croft.core.Isolation;
import io.croft.core.Placement;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One attempt to move a tenant away from a home, driven by the mover's own sessions. It copies no
 * rows: what is tested is who may do what, and when.
 */
final class Attempt implements AutoCloseable {

  private static final AtomicLong TOKENS = new AtomicLong(100);
  private static final Duration LEASE = Duration.ofSeconds(30);

  private final Placement from;
  private final Placement to;
  private final long token;
  private final byte[] passKey;
  private final Connection source;
  private final Connection target;

  private Attempt(Placement from, Placement to, Connection source, Connection target) {
    this.from = from;
    this.to = to;
    this.token = TOKENS.incrementAndGet();
    this.passKey = GateServer.MASTER.derive("pass " + token);
    this.source = source;
    this.target = target;
  }

  /** Prepares a move of the tenant to a new epoch in the pool of the same database. */
  static Attempt on(GateDatabase database, Placement from) throws SQLException {
    return on(database, from, Isolation.POOL);
  }

  /** Prepares a move of the tenant into a new home. */
  static Attempt on(GateDatabase database, Placement from, Isolation isolation)
      throws SQLException {
    Placement to = database.newEmptyHome(from.tenant(), isolation, from.epoch() + 1000);
    Connection target = GateServer.mover(to.database());
    Attempt attempt = new Attempt(from, to, GateServer.mover(from.database()), target);
    try (Connection admin = GateServer.admin(to.database())) {
      HomeGate.addPreparing(admin, to, attempt.token, attempt.passKey);
    }
    return attempt;
  }

  /** Begins a newer attempt to make the same move, as a resumed mover does. */
  Attempt successor() throws SQLException {
    Attempt next =
        new Attempt(from, to, GateServer.mover(from.database()), GateServer.mover(to.database()));
    try (Connection admin = GateServer.admin(to.database())) {
      HomeGate.addPreparing(admin, to, next.token, next.passKey);
    }
    return next;
  }

  Placement from() {
    return from;
  }

  Placement to() {
    return to;
  }

  long token() {
    return token;
  }

  Connection source() {
    return source;
  }

  Connection target() {
    return target;
  }

  boolean fence() throws SQLException {
    return fence(LEASE);
  }

  boolean fence(Duration lease) throws SQLException {
    return MoverGate.fence(source, from, token, lease);
  }

  boolean switchOver() throws SQLException {
    return MoverGate.switchOver(source, from, token, to, passKey);
  }

  byte[] handover() throws SQLException {
    return MoverGate.handover(source, from);
  }

  /** Fences, switches and opens the target. */
  void complete() throws SQLException {
    if (!fence() || !switchOver()) {
      throw new IllegalStateException("the attempt does not hold the home");
    }
    MoverGate.open(target, to, handover());
  }

  @Override
  public void close() throws SQLException {
    source.close();
    target.close();
  }
}
