package io.croft.jdbc;

import io.croft.core.Isolation;
import io.croft.core.Placement;
import io.croft.core.TenantId;
import io.croft.gate.GateState;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.TransactionState;
import org.postgresql.jdbc.PgConnection;

/**
 * Brings transactions to the homes of their tenants: placement, connection, gate; and again as long
 * as nothing of the transaction has run. Thread-safe.
 */
final class Gateway {

  /** What is done with a connection at the tenant's home. */
  interface Work {
    @Nullable Object on(Lease lease) throws SQLException;
  }

  /** What the gate, or another's timeout, says to a session that is of no use to anybody. */
  private static final Set<String> SPOILED =
      Set.of(GateState.SEAL_REJECTED, GateState.SESSION_NOT_CLEAN, Errors.CANCELLED);

  private final Placements placements;
  private final Servers servers;
  private final GateCalls gate;
  private final Options options;
  private final Turns turns = new Turns();

  Gateway(Placements placements, Servers servers, GateCalls gate, Options options) {
    this.placements = placements;
    this.servers = servers;
    this.gate = gate;
    this.options = options;
  }

  /** Returns where the tenant lives as far as this process knows. */
  Placement placement(TenantId tenant) throws SQLException {
    return placements.of(tenant);
  }

  boolean isClearing(TenantId tenant) {
    return turns.isTaken(tenant);
  }

  /** Returns a lease on which a transaction has begun and the tenant has entered. */
  Lease begin(Caller caller, Shape shape) throws SQLException {
    return (Lease) Objects.requireNonNull(travel(caller, shape, true, lease -> lease));
  }

  /**
   * Returns what {@code work} returns, done in autocommit, and gives the connection back.
   *
   * @param repeatable true when the work is one statement that has no effect when it fails; in a
   *     home of its own the tenant's statement then needs no transaction block
   */
  @Nullable Object autocommit(Caller caller, Shape shape, boolean repeatable, Work work)
      throws SQLException {
    return travel(
        caller,
        shape,
        !repeatable || !shape.needsNoBlock(),
        lease -> {
          @Nullable Object result = work.on(lease);
          if (lease.hasEntered()) {
            commit(lease.pg());
          } else {
            requireIdle(lease.pg());
          }
          lease.release();
          return result;
        });
  }

  /** Commits; raises where PostgreSQL would roll back a failed transaction in silence. */
  static void commit(PgConnection pg) throws SQLException {
    if (pg.getTransactionState() == TransactionState.FAILED) {
      pg.rollback();
      throw new SQLException(
          "the transaction has failed before and was rolled back; it cannot be committed",
          Errors.FAILED_TRANSACTION);
    }
    pg.commit();
  }

  private @Nullable Object travel(Caller caller, Shape shape, boolean alwaysInBlock, Work work)
      throws SQLException {
    try (Journey journey =
        new Journey(caller, placements, servers, turns, options.fenceTimeout())) {
      while (true) {
        Placement home = journey.next();
        Obstacle.Stage stage = Obstacle.Stage.CONNECTING;
        @Nullable Lease lease = null;
        boolean finished = false;
        try {
          lease = servers.lease(home, caller.access(), journey.wantsCleanConnection());
          stage = Obstacle.Stage.ENTERING;
          dress(lease.pg(), shape);
          if (alwaysInBlock || journey.clearing() || needsGate(home)) {
            gate.begin(lease, shape);
            journey.arrived();
          } else {
            stage = Obstacle.Stage.STATEMENT;
          }
          @Nullable Object result = work.on(lease);
          finished = true;
          return result;
        } catch (SQLException e) {
          finished = true;
          giveBack(lease, e);
          if (lease != null && lease.hasEntered()) {
            throw e;
          }
          journey.clear(e, home, stage);
        } finally {
          if (!finished && lease != null) {
            lease.release();
          }
        }
      }
    }
  }

  /** Behind a pooler nothing but a transaction has the path of its home. */
  private boolean needsGate(Placement home) {
    return home.isolation() == Isolation.POOL || options.pooler() == Pooler.TRANSACTION;
  }

  private static void giveBack(@Nullable Lease lease, SQLException error) {
    if (lease == null) {
      return;
    }
    // Closed in a failed transaction, it takes the session with it that a pooler keeps behind it.
    String state = String.valueOf(error.getSQLState());
    if (SPOILED.contains(state) && !lease.hasEntered()) {
      lease.doom();
    }
    lease.release();
  }

  private static void dress(PgConnection pg, Shape shape) throws SQLException {
    if (shape.holdability() != Shape.DEFAULT.holdability()) {
      pg.setHoldability(shape.holdability());
    }
    if (shape.networkTimeoutMillis() != 0) {
      pg.setNetworkTimeout(Runnable::run, shape.networkTimeoutMillis());
    }
  }

  /** Transaction control in SQL text would leave a transaction that nobody ends. */
  private static void requireIdle(PgConnection pg) throws SQLException {
    if (pg.getTransactionState() != TransactionState.IDLE) {
      throw new SQLException(
          "a statement in autocommit has begun a transaction; it was rolled back"
              + " (use setAutoCommit(false))",
          Errors.ACTIVE_TRANSACTION);
    }
  }
}
