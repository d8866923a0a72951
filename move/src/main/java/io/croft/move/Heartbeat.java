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
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps an operation claimed while its worker lives, tells the catalog how far it is, and notices
 * when the operation is lost. It has a thread of its own, so that the work waits for none of that.
 */
final class Heartbeat implements AutoCloseable {

  /** More often nobody would look. */
  private static final Duration LONGEST_PERIOD = Duration.ofSeconds(1);

  private final ScheduledExecutorService timer;
  private final BooleanSupplier ending;
  private final ProgressMeter meter = new ProgressMeter();
  private final AtomicReference<@Nullable CroftException> lost = new AtomicReference<>();

  private Heartbeat(ScheduledExecutorService timer, BooleanSupplier ending) {
    this.timer = timer;
    this.ending = ending;
  }

  /**
   * @param ending whether this process is to end
   */
  static Heartbeat start(
      Operations operations, Claim claim, Duration hold, BooleanSupplier ending) {
    ScheduledExecutorService timer =
        Executors.newSingleThreadScheduledExecutor(new DaemonThreads("croft move heartbeat"));
    Heartbeat heartbeat = new Heartbeat(timer, ending);
    long period = Math.min(hold.toMillis() / 3, LONGEST_PERIOD.toMillis());
    // A beat throws nothing that is not kept in it; closing ends them all.
    ScheduledFuture<?> unused =
        timer.scheduleAtFixedRate(
            () -> heartbeat.beat(operations, claim, hold), period, period, TimeUnit.MILLISECONDS);
    return heartbeat;
  }

  /** Returns what counts the work. */
  ProgressMeter meter() {
    return meter;
  }

  /** Throws {@code operation-lost} when another worker has taken over. */
  void check() {
    CroftException e = lost.get();
    if (e != null) {
      throw e;
    }
  }

  /** Returns whether this process is to end. */
  boolean isEnding() {
    return ending.getAsBoolean();
  }

  private void beat(Operations operations, Claim claim, Duration hold) {
    try {
      operations.heartbeat(claim, hold, meter.read().toMap());
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
