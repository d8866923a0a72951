package io.croft.move;

import io.croft.core.ErrorCode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** An attempt that sleeps while the world goes on without it. */
final class AttemptScenarios {

  private static final Duration LEASE = Duration.ofMillis(1500);

  private AttemptScenarios() {}

  /** The lease ends before the switch, somebody opens the home again, and the tenant writes. */
  static List<String> leaseThatEnds() throws Exception {
    try (GuardTrial trial = new GuardTrial()) {
      trial.start(trial.order());
      GuardTrial.at(
          "switched.before",
          () -> {
            LockSupport.parkNanos(LEASE.plusMillis(50).toNanos());
            trial.asSuperuser(
                trial.origin,
                "SELECT croft.reopen('%s', %d)".formatted(trial.tenant, trial.origin.epoch()));
            trial.write(CopyScenarios.ONE_LESS_ONE_MORE);
          });
      MoveSettings settings = MoveFixture.PATIENT.withLease(LEASE);
      return trial.requireArrived(trial.run(trial.moves.mover(settings))).findings();
    }
  }

  /** It sleeps before its switch, and wakes up when another is about to copy anew. */
  static List<String> zombie() throws Exception {
    return arrivesThough("switched.before", () -> {});
  }

  /** It sleeps after its copy, wakes up as late, and fails with an error of its own. */
  static List<String> zombieThatFails() throws Exception {
    return arrivesThough(
        "copied.recorded",
        () -> {
          throw new IllegalStateException("the process is confused");
        });
  }

  private static List<String> arrivesThough(String failpoint, Runnable awakening) throws Exception {
    try (GuardTrial trial = new GuardTrial()) {
      Optional<ErrorCode> newer =
          wakesUpLate(
              trial,
              failpoint,
              awakening,
              "copied.before",
              older -> older.get(60, TimeUnit.SECONDS));
      return trial.requireArrived(newer).findings();
    }
  }

  /** What a newer attempt does while the older one is about to wake up. */
  interface Takeover {
    void wake(Future<Optional<ErrorCode>> older) throws Exception;
  }

  /**
   * Lets an attempt at a fenced copy sleep at a place until a newer one has come to another place.
   * Returns what the newer one was refused for.
   */
  static Optional<ErrorCode> wakesUpLate(
      GuardTrial trial, String failpoint, Runnable awakening, String meanwhile, Takeover takeover)
      throws Exception {
    MoveSettings shortHold = MoveFixture.PATIENT.withHold(CrashingMover.HOLD);
    try (MoverAtRisk atRisk = new MoverAtRisk(trial.moves.fleet, shortHold)) {
      trial.start(trial.order().in(MoveMode.FENCED_COPY));
      CountDownLatch sleeps = new CountDownLatch(1);
      CountDownLatch wakes = new CountDownLatch(1);
      GuardTrial.at(
          failpoint,
          () -> {
            // Its heartbeat is not heard any more, so its hold ends.
            atRisk.wayToCatalog().cut();
            sleeps.countDown();
            requireInTime(wakes);
            atRisk.wayToCatalog().heal();
            awakening.run();
          });
      CompletableFuture<Optional<ErrorCode>> older = trial.drive(atRisk.mover());
      requireInTime(sleeps);
      GuardTrial.at(
          meanwhile,
          () -> {
            wakes.countDown();
            takeover.wake(older);
          });
      return takesOver(trial);
    }
  }

  private static void requireInTime(CountDownLatch latch) throws InterruptedException {
    if (!latch.await(60, TimeUnit.SECONDS)) {
      throw new IllegalStateException("this moment has not come");
    }
  }

  /** As soon as the hold of the older attempt has ended. */
  private static Optional<ErrorCode> takesOver(GuardTrial trial) {
    Optional<ErrorCode> refusal;
    do {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
      refusal = trial.run();
    } while (refusal.equals(Optional.of(ErrorCode.OPERATION_IN_PROGRESS)));
    return refusal;
  }
}
