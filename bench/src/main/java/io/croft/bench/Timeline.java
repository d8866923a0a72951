package io.croft.bench;

import java.util.Arrays;
import java.util.Optional;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * One client's requests: when each was meant to begin and when it had ended, as {@link
 * System#nanoTime}. Thread-safe.
 */
final class Timeline {

  private long[] intended = new long[1_024];
  private long[] ended = new long[1_024];
  private int size;

  synchronized void add(long from, long until) {
    if (size == intended.length) {
      intended = Arrays.copyOf(intended, 2 * size);
      ended = Arrays.copyOf(ended, 2 * size);
    }
    intended[size] = from;
    ended[size++] = until;
  }

  /** Returns the median of all latencies, 0 where there is none. */
  synchronized long median() {
    long[] sorted = new long[size];
    Arrays.setAll(sorted, i -> ended[i] - intended[i]);
    Arrays.sort(sorted);
    return size == 0 ? 0 : sorted[size / 2];
  }

  /** One request. */
  record Request(long intended, long ended) {

    long nanos() {
      return ended - intended;
    }
  }

  /** Returns the longest request that overlaps a time; empty where none does. */
  synchronized Optional<Request> longest(long from, long until) {
    @Nullable Request longest = null;
    for (int i = 0; i < size; i++) {
      if (intended[i] <= until && ended[i] >= from) {
        Request one = new Request(intended[i], ended[i]);
        longest = longest == null || one.nanos() > longest.nanos() ? one : longest;
      }
    }
    return Optional.ofNullable(longest);
  }

  /** Returns how many requests overlap a time. */
  synchronized int overlapping(long from, long until) {
    int count = 0;
    for (int i = 0; i < size; i++) {
      count += intended[i] <= until && ended[i] >= from ? 1 : 0;
    }
    return count;
  }

  /** Adds the latencies of the requests that were meant to begin in a time. */
  synchronized void addTo(Histogram latencies, long from, long until) {
    for (int i = 0; i < size; i++) {
      if (intended[i] >= from && intended[i] < until) {
        latencies.recordValue(ended[i] - intended[i]);
      }
    }
  }

  synchronized int size() {
    return size;
  }
}
