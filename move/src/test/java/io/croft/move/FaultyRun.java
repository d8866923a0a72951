package io.croft.move;

import io.croft.catalog.Operation;
import io.croft.catalog.Operations;
import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** One run of a move in this process, into which an outage falls at a failpoint. */
final class FaultyRun {

  /** An outage ends when the mover has given up, and after this time at the latest. */
  private static final Duration LONGEST_OUTAGE = Duration.ofMillis(1500);

  /** A machine that does other work as well takes its time to come to a failpoint. */
  private static final Duration NEVER_LONGER = Duration.ofMinutes(2);

  private final Mover mover;
  private final Operations operations;
  private final Operation operation;
  private final ThreadGroup threads;
  private long beganAt;
  private long endedAt;

  FaultyRun(Mover mover, Operations operations, Operation operation) {
    this.mover = mover;
    this.operations = operations;
    this.operation = operation;
    this.threads = new ThreadGroup("move " + operation.id());
  }

  /** Returns when the outage began, by the clock of {@link System#nanoTime}. */
  long beganAt() {
    return beganAt;
  }

  long endedAt() {
    return endedAt;
  }

  /**
   * Runs the move until it ends or fails; returns what it failed with, empty when it did not.
   *
   * @throws IllegalStateException when it hangs or never came to the failpoint
   */
  Optional<CroftException> run(String failpoint, Outage outage) throws InterruptedException {
    CompletableFuture<Boolean> struck = new CompletableFuture<>();
    CompletableFuture<@Nullable CroftException> ended = new CompletableFuture<>();
    Thread thread = new Thread(threads, () -> move(ended), "mover at risk");
    thread.setDaemon(true);
    Failpoint.arm(
        failpoint,
        thread,
        () -> {
          beganAt = System.nanoTime();
          outage.begin();
          struck.complete(true);
        });
    thread.start();
    try {
      if (!await(CompletableFuture.anyOf(struck, ended), NEVER_LONGER)) {
        throw new IllegalStateException("the move hangs before " + failpoint);
      }
      if (!struck.isDone()) {
        throw new IllegalStateException(failpoint + " was not reached", ended.join());
      }
      boolean unused = await(ended, LONGEST_OUTAGE);
      outage.end();
      endedAt = System.nanoTime();
      if (!await(ended, NEVER_LONGER)) {
        throw new IllegalStateException("the move hangs after " + failpoint);
      }
      return Optional.ofNullable(ended.join());
    } finally {
      Failpoint.disarm(thread);
      if (struck.isDone() && endedAt == 0) {
        // Whatever is wrong here, those that come next find everything in reach.
        outage.end();
      }
    }
  }

  /** Returns what each thread of this move, and of no other, is doing. */
  List<String> threadsLeft() {
    return Ordeal.threadsOfMoves(thread -> threads.equals(thread.getThreadGroup()));
  }

  private void move(CompletableFuture<@Nullable CroftException> ended) {
    try {
      ended.complete(move());
    } catch (RuntimeException | Error e) {
      ended.completeExceptionally(e);
    }
  }

  /** What a loaded machine makes of a short lease is no fault of a move, which is run again. */
  private @Nullable CroftException move() {
    for (int number = 1; ; number++) {
      try {
        mover.run(operation.id(), "at risk", MoveListener.NONE);
        return null;
      } catch (CroftException e) {
        if (e.code() != ErrorCode.LEASE_LOST || beganAt != 0 || number == 3) {
          return e;
        }
        operations.retry(operation.id(), "test");
      }
    }
  }

  private static boolean await(CompletableFuture<?> future, Duration longest)
      throws InterruptedException {
    try {
      future.get(longest.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }
}
