package io.croft.demo;

import java.util.Arrays;
import java.util.OptionalLong;

/**
 * When the requests of one client thread were due and when they were done, on the clock of {@link
 * System#nanoTime}. Thread-safe.
 */
final class Timings {

  private long[] due = new long[1_024];
  private long[] done = new long[1_024];
  private int size;

  /** Adds a request that was due (not: sent) at one time and done at another. */
  synchronized void add(long dueNanos, long doneNanos) {
    if (size == due.length) {
      due = Arrays.copyOf(due, size * 2);
      done = Arrays.copyOf(done, size * 2);
    }
    due[size] = dueNanos;
    done[size++] = doneNanos;
  }

  /** Returns the latencies of all requests. */
  synchronized long[] latencies() {
    long[] latencies = new long[size];
    Arrays.setAll(latencies, i -> done[i] - due[i]);
    return latencies;
  }

  /** Returns the latencies of the requests done in that time, sorted. */
  synchronized long[] latencies(long fromNanos, long toNanos) {
    long[] latencies = new long[size];
    int count = 0;
    for (int i = 0; i < size; i++) {
      if (done[i] - fromNanos >= 0 && done[i] - toNanos <= 0) {
        latencies[count++] = done[i] - due[i];
      }
    }
    latencies = Arrays.copyOf(latencies, count);
    Arrays.sort(latencies);
    return latencies;
  }

  /** Returns the longest latency of a request that overlaps that time; empty when none does. */
  synchronized OptionalLong longestOver(long fromNanos, long toNanos) {
    OptionalLong longest = OptionalLong.empty();
    for (int i = 0; i < size; i++) {
      if (due[i] - toNanos <= 0 && done[i] - fromNanos >= 0) {
        longest = OptionalLong.of(Math.max(done[i] - due[i], longest.orElse(0)));
      }
    }
    return longest;
  }
}
