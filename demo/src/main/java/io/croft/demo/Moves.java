package io.croft.demo;

import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import io.croft.core.Isolation;
import io.croft.core.TenantId;
import io.croft.move.MoveListener;
import io.croft.move.MoveOrder;
import io.croft.move.MoveResult;
import io.croft.move.Mover;
import java.time.Duration;
import java.util.UUID;

/** Moves tenants as an operator does: a move that could not be done now is tried again. */
final class Moves {

  private static final Duration BREATH = Duration.ofMillis(500);

  private final Platform platform;
  private final Interruption interruption;
  private final Duration patience;

  /**
   * @param patience how long a move is tried again after failures that pass
   */
  Moves(Platform platform, Interruption interruption, Duration patience) {
    this.platform = platform;
    this.interruption = interruption;
    this.patience = patience;
  }

  /**
   * Moves the tenant and returns when it is done.
   *
   * @throws CroftException the last failure
   */
  MoveResult move(TenantId tenant, Isolation isolation, String server) {
    return move(MoveOrder.of(tenant, isolation, server), MoveListener.NONE);
  }

  /** Moves a tenant as it is ordered, and returns when it is done. */
  MoveResult move(MoveOrder order, MoveListener listener) {
    return bring(platform.mover().start(order, Platform.ACTOR).id(), listener);
  }

  /** Brings a tenant back over the way back that its move has kept, and returns when it is done. */
  MoveResult reverse(TenantId tenant, MoveListener listener) {
    UUID wayBack =
        platform
            .mover()
            .wayBack(tenant)
            .orElseThrow(() -> new IllegalStateException("tenant " + tenant + " has no way back"))
            .id();
    platform.mover().cutover(wayBack, null, Platform.ACTOR);
    return bring(wayBack, listener);
  }

  private MoveResult bring(UUID operation, MoveListener listener) {
    Mover mover = platform.mover();
    long deadline = System.nanoTime() + patience.toNanos();
    while (true) {
      interruption.check();
      try {
        return mover
            .run(operation, Platform.ACTOR, listener)
            .orElseThrow(() -> new IllegalStateException("nobody cancelled move " + operation));
      } catch (CroftException e) {
        if (!passes(e.code()) || deadline - System.nanoTime() < 0) {
          throw e;
        }
      }
      interruption.pause(BREATH);
      platform.catalog().operations().retry(operation, Platform.ACTOR);
    }
  }

  /** A tenant is too large for a fenced copy by what its rows take to read: a matter of load. */
  private static boolean passes(ErrorCode code) {
    return code.kind() == ErrorCode.Kind.TIMEOUT || code == ErrorCode.MOVE_TOO_LARGE;
  }
}
