package io.croft.move;

import io.croft.catalog.Claim;
import io.croft.catalog.Operations;
import io.croft.core.CroftException;
import io.croft.core.DaemonThreads;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Keeps an operation claimed while its worker lives, and notices when it is lost. */
final class Heartbeat implements AutoCloseable {

  private final ScheduledExecutorService timer;
  private final AtomicReference<@Nullable CroftException> lost = new AtomicReference<>();

  private Heartbeat(ScheduledExecutorService timer) {
    this.timer = timer;
  }

  static Heartbeat start(Operations operations, Claim claim, Duration hold) {
    ScheduledExecutorService timer =
        Executors.newSingleThreadScheduledExecutor(new DaemonThreads("croft move heartbeat"));
    Heartbeat heartbeat = new Heartbeat(timer);
    long period = hold.toMillis() / 3;
    // A beat throws nothing that is not kept in it; closing ends them all.
    ScheduledFuture<?> unused =
        timer.scheduleAtFixedRate(
            () -> heartbeat.beat(operations, claim, hold), period, period, TimeUnit.MILLISECONDS);
    return heartbeat;
  }

  /** Throws {@code operation-lost} when another worker has taken over. */
  void check() {
    CroftException e = lost.get();
    if (e != null) {
      throw e;
    }
  }

  private void beat(Operations operations, Claim claim, Duration hold) {
    try {
      operations.heartbeat(claim, hold);
    } catch (CroftException e) {
      switch (e.code()) {
        case OPERATION_LOST, OPERATION_ENDED -> lost.set(e);
        // Out of reach for a moment: the hold outlasts some beats, and the gate's tokens outlast
        // it.
        default -> {}
      }
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
