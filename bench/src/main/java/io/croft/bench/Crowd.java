package io.croft.bench;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Many threads that each do the same again and again, until they are told to end. */
final class Crowd {

  /** What is done. */
  interface Job {
    void run() throws SQLException;
  }

  /** What is done until it says that there is nothing left. */
  interface Step {
    boolean run() throws SQLException;
  }

  private final List<Thread> threads = new ArrayList<>();
  private final AtomicLongArray done;
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private final CountDownLatch begin = new CountDownLatch(1);
  private volatile boolean ending;

  private Crowd(int size) {
    done = new AtomicLongArray(size);
  }

  /** Starts so many threads, all at once; the job of each is asked for by its number. */
  static Crowd of(int size, IntFunction<Job> jobs) {
    return start(
        size,
        number -> {
          Job job = jobs.apply(number);
          return () -> {
            job.run();
            return true;
          };
        });
  }

  /** Lets so many threads work until each has nothing left; tells the first failure. */
  static void untilDone(int size, IntFunction<Step> steps) throws InterruptedException {
    start(size, steps).join();
  }

  private static Crowd start(int size, IntFunction<Step> steps) {
    Crowd crowd = new Crowd(size);
    for (int i = 0; i < size; i++) {
      int number = i;
      Step step = steps.apply(i);
      Thread thread = new Thread(() -> crowd.work(number, step), "crowd-" + i);
      thread.setDaemon(true);
      thread.start();
      crowd.threads.add(thread);
    }
    crowd.begin.countDown();
    return crowd;
  }

  private void work(int number, Step step) {
    try {
      begin.await();
      while (!ending && step.run()) {
        done.incrementAndGet(number);
      }
    } catch (SQLException | RuntimeException | InterruptedException e) {
      failure.compareAndSet(null, e);
    }
  }

  /** Returns how often each thread has done its job so far. */
  long[] done() {
    long[] all = new long[done.length()];
    for (int i = 0; i < all.length; i++) {
      all[i] = done.get(i);
    }
    return all;
  }

  /** Lets every thread end what it does, and waits for it; tells the first failure. */
  void end() throws InterruptedException {
    ending = true;
    join();
  }

  private void join() throws InterruptedException {
    for (Thread thread : threads) {
      thread.join();
    }
    @Nullable Throwable cause = failure.get();
    if (cause != null) {
      throw new IllegalStateException("a thread of the crowd failed", cause);
    }
  }
}
