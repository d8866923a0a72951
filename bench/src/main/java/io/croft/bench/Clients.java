package io.croft.bench;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.HdrHistogram.Histogram;

/**
 * Clients in an open loop: each has a thread, and begins a request in each period, or as soon as it
 * can when an earlier one took longer. Errors are counted, not raised.
 */
final class Clients implements AutoCloseable {

  private static final int LONGEST = 120;

  private final List<Thread> threads = new ArrayList<>();
  private final List<Timeline> timelines = new ArrayList<>();
  private final Map<String, Integer> errors = new ConcurrentHashMap<>();
  private volatile boolean ending;

  /** Starts a client for each job; their periods begin one after the other. */
  Clients(Duration period, List<? extends Crowd.Job> jobs) {
    long begun = System.nanoTime();
    for (int i = 0; i < jobs.size(); i++) {
      Crowd.Job job = jobs.get(i);
      Timeline timeline = new Timeline();
      long first = begun + period.toNanos() * i / jobs.size();
      Thread thread = new Thread(() -> work(job, timeline, first, period.toNanos()), "client-" + i);
      thread.setDaemon(true);
      thread.start();
      threads.add(thread);
      timelines.add(timeline);
    }
  }

  private void work(Crowd.Job job, Timeline timeline, long first, long period) {
    for (long intended = first; !ending; intended += period) {
      try {
        OpenLoop.awaitNanos(intended);
        job.run();
      } catch (InterruptedException e) {
        return;
      } catch (SQLException | RuntimeException e) {
        errors.merge(text(e), 1, Integer::sum);
      }
      timeline.add(intended, System.nanoTime());
    }
  }

  private static String text(Exception e) {
    String message = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    String state = e instanceof SQLException sql ? sql.getSQLState() + " " : "";
    return state + message.substring(0, Math.min(LONGEST, message.length()));
  }

  List<Timeline> timelines() {
    return List.copyOf(timelines);
  }

  /** Returns how often each error came. */
  Map<String, Integer> errors() {
    return new TreeMap<>(errors);
  }

  /** Returns how many requests have failed. */
  int failed() {
    return errors.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** Raises what goes wrong when nothing else does any more: then nothing is measured. */
  void requireMostSucceed() {
    if (failed() > requests() / 2) {
      throw new IllegalStateException("most requests fail: " + errors());
    }
  }

  /** Returns how many requests have ended. */
  long requests() {
    return timelines.stream().mapToLong(Timeline::size).sum();
  }

  /** Returns the latencies of all requests that were meant to begin in a time, in nanoseconds. */
  Histogram latencies(long from, long until) {
    Histogram all = new Histogram(3);
    timelines.forEach(one -> one.addTo(all, from, until));
    return all;
  }

  /** Lets every client end its request, and waits for it. */
  @Override
  public void close() {
    ending = true;
    try {
      for (Thread thread : threads) {
        thread.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
