package io.croft.jdbc;

import io.croft.core.Isolation;
import io.croft.core.Placement;
import io.croft.core.TenantId;
import java.sql.SQLException;
import java.util.function.Consumer;
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

  /** How often a piece of work may be made. */
  enum Manner {
    /** One statement that has no effect when it fails. */
    SINGLE,
    /** As long as the transaction is not let in, it may be made again. */
    REPEATABLE,
    /** Once only: it is made when the gate has let the transaction in. */
    ONCE
  }

  /**
   * One transaction on its way.
   *
   * @param begun null in autocommit
   */
  record Trip(
      Caller caller, Shape shape, Manner manner, @Nullable Consumer<Lease> begun, Work work) {}

  private final Placements placements;
  private final Servers servers;
  private final Entrance entrance;
  private final Options options;
  private final Foresight foresight;
  private final Observation observation;
  private final Turns turns = new Turns();

  Gateway(
      Placements placements,
      Servers servers,
      Entrance entrance,
      Foresight foresight,
      Options options,
      Observation observation) {
    this.observation = observation;
    this.placements = placements;
    this.servers = servers;
    this.entrance = entrance;
    this.foresight = foresight;
    this.options = options;
  }

  /** Returns where the tenant lives as far as this process knows. */
  Placement placement(TenantId tenant) throws SQLException {
    return placements.of(tenant);
  }

  /** Counts an error that the application of a tenant has seen. */
  void failed(TenantId tenant, SQLException error) {
    ErrorKind kind = ErrorKind.of(error);
    @Nullable Placement home = placements.known(tenant);
    if (home == null || !servers.failed(home.server(), tenant, kind)) {
      observation.failedNowhere(kind);
    }
  }

  boolean isClearing(TenantId tenant) {
    return turns.isTaken(tenant);
  }

  /**
   * Returns what {@code work} returns, the first of a transaction that stays open.
   *
   * @param begun is given the lease when the gate has let the transaction in, also when {@code
   *     work} then fails
   */
  @Nullable Object begin(
      Caller caller, Shape shape, Manner manner, Consumer<Lease> begun, Work work)
      throws SQLException {
    return travel(new Trip(caller, shape, manner, begun, work));
  }

  /**
   * Returns what {@code work} returns, done in autocommit, and gives the connection back. In a home
   * of its own a tenant's single statement needs no transaction block; in the pool the gate lets it
   * in within the statement's own transaction.
   */
  @Nullable Object autocommit(Caller caller, Shape shape, Manner manner, Work work)
      throws SQLException {
    return travel(new Trip(caller, shape, manner, null, work));
  }

  /** Commits; raises where PostgreSQL would roll back a failed transaction in silence. */
  static void commit(Lease lease) throws SQLException {
    PgConnection pg = lease.pg();
    if (pg.getTransactionState() == TransactionState.FAILED) {
      pg.rollback();
      throw new SQLException(
          "the transaction has failed before and was rolled back; it cannot be committed",
          Errors.FAILED_TRANSACTION);
    }
    pg.commit();
    lease.committed();
  }

  private @Nullable Object travel(Trip trip) throws SQLException {
    Caller caller = trip.caller();
    try (Journey journey =
        new Journey(caller, placements, servers, turns, foresight, options.fenceTimeout())) {
      while (true) {
        Placement home = journey.next();
        boolean knocking = journey.clearing();
        Visit visit = new Visit(entrance, knocking ? knock(trip, journey) : trip);
        try {
          Lease lease = servers.lease(home, caller.access(), journey.wantsCleanConnection());
          visit.arrive(lease, needsGate(home));
          @Nullable Object result = visit.work();
          if (!knocking) {
            return result;
          }
        } catch (SQLException e) {
          SQLException meaning = visit.meaning(e);
          if (visit.letIn() && !knocking) {
            throw meaning;
          }
          visit.leave(meaning);
          journey.clear(meaning, home, visit.stage());
        } finally {
          visit.leaveUnlessBegun();
        }
      }
    }
  }

  /**
   * Returns a transaction without any work: whether the gate lets the tenant in must be known, and
   * told to those who wait, before a statement runs that may take long or fail.
   */
  private static Trip knock(Trip trip, Journey journey) {
    return new Trip(
        trip.caller(),
        trip.shape(),
        Manner.ONCE,
        null,
        lease -> {
          lease.unused();
          journey.arrived();
          return null;
        });
  }

  /** Behind a pooler nothing but a transaction has the path of its home. */
  private boolean needsGate(Placement home) {
    return home.isolation() == Isolation.POOL || options.pooler() == Pooler.TRANSACTION;
  }
}
