package io.croft.jdbc;

import io.croft.gate.GateState;
import java.sql.SQLException;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.TransactionState;
import org.postgresql.jdbc.PgConnection;

/**
 * One attempt of a transaction at one home: how the tenant is let in, what came of it, and what
 * becomes of the connection.
 */
final class Visit {

  /** What the gate says, or another's timeout, to a session that is of no use to anybody. */
  private static final Set<String> SPOILED =
      Set.of(GateState.SEAL_REJECTED, GateState.SESSION_NOT_CLEAN, Errors.CANCELLED);

  private final Entrance entrance;
  private final Gateway.Trip trip;
  private Obstacle.Stage stage = Obstacle.Stage.CONNECTING;
  private @Nullable Lease lease;
  private boolean block;

  Visit(Entrance entrance, Gateway.Trip trip) {
    this.entrance = entrance;
    this.trip = trip;
  }

  /**
   * Takes the connection and prepares the way through the gate.
   *
   * @param askGate true where the gate must be passed even by a single statement
   */
  void arrive(Lease arrived, boolean askGate) throws SQLException {
    lease = arrived;
    stage = Obstacle.Stage.ENTERING;
    dress(arrived.pg(), trip.shape());
    boolean wired = arrived.connection().wire() != null;
    boolean single =
        trip.begun() == null
            && trip.manner() == Gateway.Manner.SINGLE
            && trip.shape().needsNoBlock();
    if (single && !askGate && !arrived.connection().unclean()) {
      stage = Obstacle.Stage.STATEMENT;
    } else if (wired && trip.manner() != Gateway.Manner.ONCE) {
      block = !single;
      entrance.send(arrived, trip.shape(), block);
    } else {
      block = true;
      entrance.begin(arrived, trip.shape());
    }
  }

  /** Makes the work; in autocommit its effects are then committed and the connection is back. */
  @Nullable Object work() throws SQLException {
    Lease here = here();
    @Nullable Object result = trip.work().on(here);
    look();
    requireLetIn(here);
    if (trip.begun() != null) {
      return result;
    }
    if (block && here.hasEntered()) {
      Gateway.commit(here);
    } else {
      requireIdle(here.pg());
      if (here.hasEntered()) {
        here.committed();
      }
    }
    here.release();
    return result;
  }

  /** Returns what {@code error} means, after a look at how far the attempt had come. */
  SQLException meaning(SQLException error) {
    @Nullable Lease here = lease;
    if (here == null) {
      return error;
    }
    look();
    if (here.hasEntered()) {
      return error;
    }
    if (here.cancelled()) {
      return cancelled(here, error);
    }
    return switch (here.preface()) {
      case REFUSED -> entrance.refusal(here, error);
      case ARMED, SENT -> {
        // In a block nothing is committed; without one, the answer may be what was lost.
        stage = block && here.preface() == Wire.State.SENT ? stage : Obstacle.Stage.STATEMENT;
        yield error;
      }
      default -> error;
    };
  }

  /**
   * A cancel that was meant for the work and has met the way there: to try again would be to lose
   * it, whatever else stood in the way. Where the answer itself is lost, so is what has become of
   * the work.
   */
  private SQLException cancelled(Lease here, SQLException error) {
    boolean refused =
        here.preface() == Wire.State.REFUSED
            || (here.preface() == Wire.State.IDLE && stage == Obstacle.Stage.ENTERING);
    stage = Obstacle.Stage.STATEMENT;
    return refused ? Errors.cancelled(error) : error;
  }

  /** Returns true when the gate has let the transaction in: an error is then the application's. */
  boolean letIn() {
    return lease != null && lease.hasEntered();
  }

  Obstacle.Stage stage() {
    return stage;
  }

  /** Gives the connection back after {@code error}. */
  void leave(SQLException error) {
    // Closed in a failed transaction, it takes the session with it that a pooler keeps behind it.
    if (lease != null && SPOILED.contains(String.valueOf(error.getSQLState()))) {
      lease.doom();
    }
    Obstacle obstacle = Obstacle.of(trip.caller().tenant(), error, stage);
    boolean refused =
        obstacle instanceof Obstacle.Answered
            || (stage != Obstacle.Stage.STATEMENT && !(obstacle instanceof Obstacle.None));
    if (lease != null && refused) {
      lease.unused();
    }
    leaveUnlessBegun();
  }

  /** Gives the connection back unless it carries a transaction that stays open. */
  void leaveUnlessBegun() {
    if (lease != null && (trip.begun() == null || !lease.hasEntered())) {
      lease.release();
    }
  }

  /** Takes note of what the gate has answered within the flight of the work. */
  private void look() {
    Lease here = here();
    if (!here.hasEntered() && here.preface() == Wire.State.LET_IN) {
      here.entered();
    }
    @Nullable Consumer<Lease> begun = trip.begun();
    if (begun != null && here.hasEntered()) {
      begun.accept(here);
    }
  }

  private Lease here() {
    @Nullable Lease here = lease;
    if (here == null) {
      throw new IllegalStateException("the home has not been reached");
    }
    return here;
  }

  private static void dress(PgConnection pg, Shape shape) throws SQLException {
    if (shape.holdability() != Shape.DEFAULT.holdability()) {
      pg.setHoldability(shape.holdability());
    }
    if (shape.networkTimeoutMillis() != 0) {
      pg.setNetworkTimeout(Runnable::run, shape.networkTimeoutMillis());
    }
  }

  /** What was sent and passed no gate would be a mistake of ours; it must not be committed. */
  private void requireLetIn(Lease here) {
    boolean begun = block && here.pg().getTransactionState() != TransactionState.IDLE;
    if (here.preface() == Wire.State.SENT || (begun && !here.hasEntered())) {
      here.doom();
      throw new IllegalStateException(
          "a statement of tenant " + trip.caller() + " has passed no gate");
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
