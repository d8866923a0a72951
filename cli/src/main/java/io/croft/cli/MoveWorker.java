package io.croft.cli;

import io.croft.core.CroftException;
import io.croft.core.DaemonThreads;
import io.croft.move.MoveListener;
import io.croft.move.MoveStep;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drives the moves of a catalog, the oldest first, one at a time. A move that waits for somebody is
 * kept up beside the others.
 */
final class MoveWorker implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(MoveWorker.class);
  private static final Duration IDLE = Duration.ofMillis(500);
  private static final Duration BETWEEN_SWEEPS = Duration.ofMinutes(1);

  private final ControlPlane plane;
  private final ExecutorService threads =
      Executors.newCachedThreadPool(new DaemonThreads("croft move worker"));

  MoveWorker(ControlPlane plane) {
    this.plane = plane;
  }

  /** Works until the process is to end. */
  void workUntil(Ending ending) throws InterruptedException {
    boolean worked = false;
    long swept = System.nanoTime() - BETWEEN_SWEEPS.toNanos();
    while (!ending.await(worked ? Duration.ZERO : IDLE)) {
      worked = workOnce();
      if (System.nanoTime() - swept >= BETWEEN_SWEEPS.toNanos()) {
        sweep();
        swept = System.nanoTime();
      }
    }
  }

  /** A catalog that is out of reach for a moment is asked again the next time. */
  private void sweep() {
    try {
      int moves = plane.mover().sweep();
      if (moves > 0) {
        LOG.warn("{} moves had left slots or publications behind, which are dropped", moves);
      }
    } catch (CroftException e) {
      LOG.warn("cannot look for what moves have left behind: {}", e.getMessage());
    }
  }

  /** Returns when the next move has ended or waits; false when there was none. */
  private boolean workOnce() {
    CompletableFuture<Boolean> turn = new CompletableFuture<>();
    MoveListener listener =
        new MoveListener() {
          @Override
          public void done(MoveStep step, String detail) {}

          @Override
          public void waiting() {
            turn.complete(true);
          }
        };
    Future<?> unused = threads.submit(() -> turn.complete(drive(listener)));
    return turn.join();
  }

  /** A move that fails is recorded as failed; the next one is not its fault. */
  private boolean drive(MoveListener listener) {
    try {
      return plane.mover().runNext(ControlPlane.worker(), listener);
    } catch (CroftException e) {
      LOG.warn("a move failed: {}: {}; {}", e.code().code(), e.getMessage(), e.hint());
      return false;
    } catch (RuntimeException e) {
      LOG.error("a move failed", e);
      return false;
    }
  }

  /** Lets go of the moves that wait; another worker takes them up. */
  @Override
  public void close() {
    threads.shutdownNow();
  }
}
