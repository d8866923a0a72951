package io.croft.cli;

import io.croft.catalog.Operation;
import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Brings a move to its end: drives it in this process, or watches while another worker does. When
 * that worker dies, its hold ends and this process takes over.
 */
final class MoveDriver {

  private static final long LOOK_AGAIN_MILLIS = 200;

  private final ControlPlane plane;
  private final Progress progress;

  MoveDriver(ControlPlane plane, Progress progress) {
    this.plane = plane;
    this.progress = progress;
  }

  /**
   * Returns the operation after it has ended.
   *
   * @throws CroftException what made the move fail while this process drove it; {@code interrupted}
   */
  Operation bring(UUID id) {
    Operation operation = plane.catalog().operations().operation(id);
    while (!operation.state().ended()) {
      if (!drive(id)) {
        pause(id);
      }
      operation = plane.catalog().operations().operation(id);
    }
    return operation;
  }

  /** Returns false when another worker holds the move. */
  private boolean drive(UUID id) {
    try {
      plane
          .mover()
          .run(
              id,
              ControlPlane.worker(),
              (step, detail) ->
                  progress.say("  " + step.word() + (detail.isEmpty() ? "" : ": " + detail)));
      return true;
    } catch (CroftException e) {
      boolean others =
          e.code() == ErrorCode.OPERATION_IN_PROGRESS
              || e.code() == ErrorCode.OPERATION_ENDED
              || e.code() == ErrorCode.OPERATION_LOST;
      if (others) {
        return false;
      }
      throw e;
    }
  }

  /** Waits before looking at a move again that another process drives. */
  static void pause(UUID id) {
    try {
      if (new CountDownLatch(1).await(LOOK_AGAIN_MILLIS, TimeUnit.MILLISECONDS)) {
        throw new IllegalStateException("nobody counts this latch down");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CroftException(
          ErrorCode.INTERRUPTED,
          "interrupted while another worker drives the move " + id,
          "see croft move status " + id,
          e);
    }
  }
}
