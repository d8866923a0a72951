package io.croft.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Several threads that do something at the same time. */
final class Race {

  private Race() {}

  /** What one thread ended with. */
  record Result<T>(T value, Throwable error) {}

  @SuppressWarnings("NullAway") // exactly one of the two is there
  static <T> List<Result<T>> run(List<Callable<T>> runners) throws InterruptedException {
    CyclicBarrier start = new CyclicBarrier(runners.size());
    ExecutorService threads = Executors.newFixedThreadPool(runners.size());
    try {
      List<Future<T>> futures = new ArrayList<>();
      for (Callable<T> runner : runners) {
        futures.add(
            threads.submit(
                () -> {
                  start.await();
                  return runner.call();
                }));
      }
      List<Result<T>> results = new ArrayList<>();
      for (Future<T> future : futures) {
        try {
          results.add(new Result<>(future.get(), null));
        } catch (ExecutionException e) {
          results.add(new Result<>(null, e.getCause()));
        }
      }
      return results;
    } finally {
      threads.shutdownNow();
    }
  }
}
