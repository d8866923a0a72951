package io.croft.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * Requests that come when they come, whatever became of those before: each has a thread of its own,
 * and its latency counts from when it was meant to begin.
 */
final class OpenLoop {

  private static final int READY = 64;
  private static final int MOST = 4_096;

  private OpenLoop() {}

  /** Sends one request in each {@code period}, and waits for all; latencies are in nanoseconds. */
  static Histogram run(Duration length, Duration period, Crowd.Job request)
      throws InterruptedException {
    Histogram latencies = new ConcurrentHistogram(3);
    ThreadPoolExecutor threads =
        new ThreadPoolExecutor(READY, MOST, 1, TimeUnit.MINUTES, new SynchronousQueue<>());
    threads.prestartAllCoreThreads();
    try {
      List<Future<?>> sent = new ArrayList<>();
      long begun = System.nanoTime();
      for (long at = 0; at < length.toNanos(); at += period.toNanos()) {
        long intended = begun + at;
        awaitNanos(intended);
        sent.add(
            threads.submit(
                () -> {
                  request.run();
                  latencies.recordValue(System.nanoTime() - intended);
                  return true;
                }));
      }
      for (Future<?> one : sent) {
        one.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("a request failed", e.getCause());
    } finally {
      threads.shutdown();
    }
    return latencies;
  }

  /** Waits until the clock of {@link System#nanoTime} shows that time. */
  static void awaitNanos(long time) throws InterruptedException {
    for (long left = time - System.nanoTime(); left > 0; left = time - System.nanoTime()) {
      LockSupport.parkNanos(left);
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
    }
  }
}
