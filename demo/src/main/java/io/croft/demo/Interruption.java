package io.croft.demo;

import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Lets a demo end in good order when the JVM is told to end: the demo's thread is interrupted, and
 * the JVM waits until it has stopped what it started.
 */
final class Interruption implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final long GLANCE_NANOS = 5_000_000;

  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread demo = Thread.currentThread();
  private final Thread atExit = new Thread(this::end, "croft-demo-exit");
  private volatile boolean requested;

  private Interruption() {}

  /** Watches over this thread until closed. */
  static Interruption watch() {
    Interruption interruption = new Interruption();
    Runtime.getRuntime().addShutdownHook(interruption.atExit);
    return interruption;
  }

  private void end() {
    requested = true;
    demo.interrupt();
    try {
      ended.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Returns true when the demo is to end. */
  boolean requested() {
    return requested || Thread.currentThread().isInterrupted();
  }

  /** Throws {@code interrupted} when the demo is to end. */
  void check() {
    if (requested()) {
      // What is closed on the way out may have to wait, and must not be disturbed again.
      requested |= Thread.interrupted();
      throw interrupted();
    }
  }

  /** Waits until {@code met} or until the time is over; throws {@code interrupted} as above. */
  void await(Duration longest, BooleanSupplier met) {
    long deadline = System.nanoTime() + longest.toNanos();
    while (!met.getAsBoolean() && deadline - System.nanoTime() > 0) {
      check();
      LockSupport.parkNanos(Math.min(GLANCE_NANOS, Math.max(1, deadline - System.nanoTime())));
    }
  }

  /** Waits so long; throws {@code interrupted} as above. */
  void pause(Duration time) {
    await(time, () -> false);
  }

  static CroftException interrupted() {
    return new CroftException(
        ErrorCode.INTERRUPTED, "the demo was interrupted", "run it again when you have the time");
  }

  @Override
  public void close() {
    ended.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException exiting) {
      requested = true;
    }
  }
}
