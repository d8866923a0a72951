package io.croft.demo;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;

/**
 * The pause that a fence makes: for each client thread the longest time from due to done of a
 * request that overlaps the fence, less that thread's median; a thread without such a request had
 * no pause to measure.
 */
final class Pauses {

  private Pauses() {}

  /**
   * Returns the pause of each thread in nanoseconds, unsorted.
   *
   * @param fencedNanos when the fence closed
   * @param openedNanos when it was open again
   * @param fromNanos where the time begins over which the medians are taken; it ends where it ends
   */
  static List<Long> perThread(
      Collection<Timings> threads,
      long fencedNanos,
      long openedNanos,
      long fromNanos,
      long toNanos) {
    List<Long> pauses = new ArrayList<>();
    for (Timings thread : threads) {
      OptionalLong longest = thread.longestOver(fencedNanos, openedNanos);
      long[] all = thread.latencies(fromNanos, toNanos);
      if (longest.isPresent() && all.length > 0) {
        pauses.add(Math.max(0, longest.getAsLong() - Quantiles.of(all, 0.5)));
      }
    }
    return pauses;
  }
}
