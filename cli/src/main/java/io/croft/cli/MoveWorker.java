package io.croft.cli;

import io.croft.core.CroftException;
import io.croft.move.MoveListener;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Drives the moves of a catalog, the oldest first, one at a time. */
final class MoveWorker {

  private static final Logger LOG = LoggerFactory.getLogger(MoveWorker.class);
  private static final Duration IDLE = Duration.ofMillis(500);

  private final ControlPlane plane;

  MoveWorker(ControlPlane plane) {
    this.plane = plane;
  }

  /** Works until the process is to end. */
  void workUntil(Ending ending) throws InterruptedException {
    boolean worked = false;
    while (!ending.await(worked ? Duration.ZERO : IDLE)) {
      worked = workOnce();
    }
  }

  /** A move that fails is recorded as failed; the next one is not its fault. */
  private boolean workOnce() {
    try {
      return plane.mover().runNext(ControlPlane.worker(), MoveListener.NONE);
    } catch (CroftException e) {
      LOG.warn("a move failed: {}: {}; {}", e.code().code(), e.getMessage(), e.hint());
      return false;
    }
  }
}
