package io.croft.demo;

import java.util.Collection;

/** Exact quantiles by the nearest rank. */
final class Quantiles {

  private Quantiles() {}

  /** Returns the smallest value that at least the share {@code q} of the values does not exceed. */
  static long of(long[] sorted, double q) {
    if (sorted.length == 0) {
      throw new IllegalArgumentException("no values, no quantile");
    }
    return sorted[Math.max(0, (int) Math.ceil(q * sorted.length) - 1)];
  }

  static long of(Collection<Long> values, double q) {
    return of(values.stream().mapToLong(Long::longValue).sorted().toArray(), q);
  }

  static double millis(long nanos) {
    return Math.round(nanos / 10_000.0) / 100.0;
  }
}
