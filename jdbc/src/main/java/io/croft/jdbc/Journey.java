package io.croft.jdbc;

import io.croft.core.Access;
import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import io.croft.core.Isolation;
import io.croft.core.Placement;
import io.croft.core.TenantId;
import io.croft.gate.GateAnswer;
import io.croft.gate.GateState;
import java.sql.SQLException;
import java.sql.SQLNonTransientException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The way of one transaction to its tenant's home: what has been met so far, and what clears it. At
 * an obstacle that concerns the tenant, one thread takes the tenant's turn and clears it (waits for
 * the fence to open, opens a home whose mover is gone, follows the move), the others wait for the
 * turn to end. Nobody holds a connection while waiting, and all waiting ends at one deadline.
 */
final class Journey implements AutoCloseable {

  private static final int MOST_SPOILED = 3;

  private final TenantId tenant;
  private final Access access;
  private final Placements placements;
  private final Servers servers;
  private final Turns turns;
  private final Foresight foresight;
  private final Duration limit;
  private final Pause pause = Pause.atFence();
  private boolean clearing;
  private boolean foreseen;
  private int spoiled;
  private int attempts;
  private boolean moverGone;
  private @Nullable Onward onward;
  private @Nullable Deadline begun;
  private @Nullable SQLException last;

  Journey(
      Caller caller,
      Placements placements,
      Servers servers,
      Turns turns,
      Foresight foresight,
      Duration limit) {
    this.tenant = caller.tenant();
    this.access = caller.access();
    this.placements = placements;
    this.servers = servers;
    this.turns = turns;
    this.foresight = foresight;
    this.limit = limit;
  }

  /** Returns where to try next; waits while another thread clears the way of this tenant. */
  Placement next() throws SQLException {
    if (!clearing && turns.isTaken(tenant)) {
      foresight.expect(tenant, access);
      if (!turns.await(tenant, deadline())) {
        throw timeout();
      }
    }
    attempts++;
    @Nullable Onward ahead = onward;
    return ahead == null ? placements.of(tenant) : ahead.target();
  }

  /** Returns true while this thread has the turn: it then only tries whether the way is clear. */
  boolean clearing() {
    return clearing;
  }

  /** Returns true when an earlier connection was spoiled, so that the next is to be cleaned. */
  boolean wantsCleanConnection() {
    return spoiled > 0;
  }

  /** Says that the gate lets the tenant in: all who wait for it may come. */
  void arrived() {
    @Nullable Onward ahead = onward;
    if (ahead != null) {
      onward = null;
      placements.learn(ahead.target());
    }
    close();
  }

  @Override
  public void close() {
    if (clearing) {
      clearing = false;
      foresight.end(tenant);
      turns.end(tenant);
    }
  }

  /**
   * Deals with the error of an attempt at {@code tried}; the caller has given its connection back.
   * Returns when the attempt is to be repeated.
   *
   * @throws SQLException the error itself where it is the application's, or {@code fence-timeout}
   */
  void clear(SQLException error, Placement tried, Obstacle.Stage stage) throws SQLException {
    Obstacle obstacle = Obstacle.of(tenant, error, stage);
    if (obstacle instanceof Obstacle.None) {
      throw error;
    }
    last = error;
    @Nullable Onward ahead = onward;
    if (ahead != null) {
      goOnward(ahead, obstacle);
      return;
    }
    if (obstacle instanceof Obstacle.Spoiled) {
      if (++spoiled > MOST_SPOILED || deadline().passed()) {
        giveUpUnlessMoved(error, tried);
      }
      return;
    }
    if (overtaken(tried) || !takeTurn()) {
      return;
    }
    // Another thread may have found the new home between the look and the turn.
    if (overtaken(tried)) {
      return;
    }
    if (deadline().passed()) {
      throw timeout();
    }
    if (obstacle instanceof Obstacle.Answered answered) {
      obey(answered.answer(), error, tried);
    } else if (obstacle instanceof Obstacle.AskCatalog) {
      if (!foundLater(error, tried)) {
        throw refusal(error, tried);
      }
    } else {
      askGate(error, tried);
    }
  }

  /** The new home is open in a moment; and when it is not, this thread opens it. */
  private void goOnward(Onward ahead, Obstacle obstacle) throws SQLException {
    boolean closed =
        obstacle instanceof Obstacle.Answered answered
            && answered.answer() instanceof GateAnswer.Fenced;
    if (closed && ahead.moverHasTime()) {
      ahead.await(deadline());
      return;
    }
    onward = null;
    moverGone = true;
    // Also when its time is over: the next transaction of the tenant must not find the home shut.
    attempt(() -> follow(ahead.left(), ahead.target()));
    if (deadline().passed()) {
      throw timeout();
    }
  }

  private void obey(GateAnswer answer, SQLException error, Placement tried) throws SQLException {
    if (answer instanceof GateAnswer.Fenced fenced) {
      if (fenced.leaseExpired()) {
        attempt(() -> reopen(tried));
      } else {
        foresee();
        pause.take(deadline());
      }
    } else if (answer instanceof GateAnswer.Moved moved) {
      @Nullable Placement target = moved.target().orElse(null);
      if (target != null && target.epoch() > tried.epoch()) {
        if (moverGone) {
          attempt(() -> follow(tried, target));
        } else {
          onward = Onward.from(tried, target, limit);
        }
      } else if (!foundLater(error, tried)) {
        pause.take(deadline());
      }
    }
  }

  private void foresee() {
    if (!foreseen) {
      foreseen = true;
      foresight.expect(tenant, access);
    }
  }

  /** A pooler speaks for a server whose login is gone: the connection breaks, and breaks again. */
  private void giveUpUnlessMoved(SQLException error, Placement tried) throws SQLException {
    if (!foundLater(error, tried)) {
      throw GateState.SEAL_REJECTED.equals(error.getSQLState()) ? sealRefused(error, tried) : error;
    }
    spoiled = 0;
  }

  private SQLException sealRefused(SQLException error, Placement tried) {
    String text =
        "database %s on server %s refuses the seal of tenant %s, on %d connections: %s; %s"
            .formatted(
                tried.database(),
                tried.server(),
                tenant,
                spoiled,
                error.getMessage(),
                servers.stats(tried.server()));
    return new SQLNonTransientException(text, GateState.SEAL_REJECTED, error);
  }

  /**
   * The rights may be gone because the tenant has moved; if not, the error stands. The home itself
   * is asked first: an access that is refused something is an everyday matter, which must not
   * burden the catalog.
   */
  private void askGate(SQLException error, Placement tried) throws SQLException {
    @Nullable SQLException refusal = error;
    if (tried.isolation() != Isolation.POOL) {
      refusal = refusalOf(tried);
    }
    if (refusal == null) {
      throw error;
    }
    if (GateAnswer.of(tenant, refusal).orElse(null) instanceof GateAnswer.Moved moved) {
      obey(moved, error, tried);
    } else if (!foundLater(error, tried)) {
      if (refusal != error) {
        error.addSuppressed(refusal);
      }
      throw error;
    }
  }

  /** Returns why a schema or database home does not let its tenant in, null when it does. */
  private @Nullable SQLException refusalOf(Placement home) {
    try {
      servers.ask(home, GateCalls::join);
      return null;
    } catch (SQLException e) {
      return e;
    }
  }

  private void reopen(Placement home) throws SQLException {
    servers.ask(home, pg -> GateCalls.reopen(pg, home));
  }

  /** Finishes the switch, whether or not its mover is still there: both calls may be repeated. */
  private void follow(Placement old, Placement target) throws SQLException {
    byte[] pass = servers.ask(old, pg -> GateCalls.handover(pg, old));
    try {
      servers.ask(target, pg -> GateCalls.open(pg, target, pass));
    } catch (SQLException e) {
      // The target is itself a home that the tenant has left since: its gate names the next one.
      if (!(GateAnswer.of(tenant, e).orElse(null) instanceof GateAnswer.Moved)) {
        throw e;
      }
    }
    placements.learn(target);
  }

  private interface Step {
    void run() throws SQLException;
  }

  /** What fails here may succeed a moment later, by this thread or by the mover. */
  private void attempt(Step step) throws SQLException {
    try {
      step.run();
    } catch (SQLException e) {
      if (Thread.currentThread().isInterrupted()) {
        throw e;
      }
      last = e;
      try {
        placements.refresh(tenant);
      } catch (SQLException unanswered) {
        e.addSuppressed(unanswered);
      }
      pause.take(deadline());
    }
  }

  /** The time runs from the first obstacle. */
  private Deadline deadline() {
    @Nullable Deadline running = begun;
    if (running == null) {
      running = Deadline.in(limit);
      begun = running;
    }
    return running;
  }

  private boolean takeTurn() {
    if (!clearing) {
      clearing = turns.take(tenant);
    }
    return clearing;
  }

  private boolean overtaken(Placement tried) {
    return placements.epoch(tenant) > tried.epoch();
  }

  private boolean foundLater(SQLException error, Placement tried) throws SQLException {
    try {
      return placements.refresh(tenant).epoch() > tried.epoch();
    } catch (SQLException e) {
      if (isCatalogUnreachable(e)) {
        error.addSuppressed(e);
        return false;
      }
      e.addSuppressed(error);
      throw e;
    }
  }

  /** The tenant is known, and what is wrong at its home matters more to who asked. */
  private static boolean isCatalogUnreachable(SQLException e) {
    return e.getCause() instanceof CroftException own
        && own.code() == ErrorCode.CATALOG_UNREACHABLE;
  }

  private SQLException refusal(SQLException error, Placement tried) {
    if (!Obstacle.LOGIN_GONE.contains(String.valueOf(error.getSQLState()))) {
      return error;
    }
    if (!access.isFull()) {
      return accessUnknown(error);
    }
    return Errors.of(
        ErrorCode.LOGIN_REFUSED,
        "server %s refuses login %s to database %s: %s"
            .formatted(tried.server(), tried.login(), tried.database(), error.getMessage()),
        "check that the application secret is the one the server was set up with",
        error);
  }

  private SQLException accessUnknown(SQLException error) {
    return Errors.of(
        ErrorCode.ACCESS_UNKNOWN,
        "tenant %s cannot be reached with access %s: %s"
            .formatted(tenant, access, error.getMessage()),
        "declare it by croft.allow in a migration, and bring existing homes up to date by croft"
            + " gate upgrade",
        error);
  }

  private SQLException timeout() {
    @Nullable SQLException reason = last;
    return Errors.of(
        ErrorCode.FENCE_TIMEOUT,
        "tenant %s could not be reached within %d ms: %d attempts, known at epoch %d, last answer: %s"
            .formatted(
                tenant,
                deadline().elapsedMillis(),
                attempts,
                placements.epoch(tenant),
                reason == null ? "none, another thread was clearing the way" : reason.getMessage()),
        "repeat the transaction, nothing of it has run; look at the tenant's move when it persists",
        reason);
  }
}
