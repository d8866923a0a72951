package io.croft.micrometer;

/** What is told of one tenant, or of all others: counts that never decrease. Thread-safe. */
final class Series {

  private final long[] counts = new long[TenantMeter.ALL.size()];

  /** Adds differences, none of which is negative. */
  synchronized void add(long[] differences) {
    for (int i = 0; i < counts.length; i++) {
      counts[i] += differences[i];
    }
  }

  /** Returns the count of a meter in its unit. */
  synchronized double value(int meter) {
    return counts[meter] / TenantMeter.ALL.get(meter).scale();
  }
}
