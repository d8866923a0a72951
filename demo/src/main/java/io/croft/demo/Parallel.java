package io.croft.demo;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Does the same for many things on a few threads. */
final class Parallel {

  private Parallel() {}

  /** What is done with one thing. */
  @FunctionalInterface
  interface Job<T> {
    void on(T thing) throws SQLException;
  }

  /**
   * Returns when {@code job} was done on all things. After a failure no further thing is begun, and
   * the first failure is thrown.
   */
  static <T> void forEach(int threads, List<T> things, Job<T> job) throws SQLException {
    Queue<T> queue = new ConcurrentLinkedQueue<>(things);
    Callable<Void> worker =
        () -> {
          try {
            for (T thing = queue.poll(); thing != null; thing = queue.poll()) {
              job.on(thing);
            }
          } finally {
            queue.clear();
          }
          return null;
        };
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      List<Future<Void>> running = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        running.add(executor.submit(worker));
      }
      for (Future<Void> one : running) {
        await(one);
      }
    } finally {
      executor.shutdownNow();
    }
  }

  private static void await(Future<Void> one) throws SQLException {
    try {
      one.get();
    } catch (InterruptedException e) {
      throw Interruption.interrupted();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof SQLException sql) {
        throw sql;
      }
      if (e.getCause() instanceof RuntimeException other) {
        throw other;
      }
      throw new IllegalStateException(e.getCause());
    }
  }
}
