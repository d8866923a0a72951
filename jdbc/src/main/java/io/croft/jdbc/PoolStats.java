package io.croft.jdbc;

/**
 * The connections of one server at one moment.
 *
 * @param budget the most that may exist
 * @param total that exist or are being made
 * @param idle of these, not in use
 * @param waiting threads that wait for one
 */
record PoolStats(int budget, int total, int idle, int waiting) {

  int active() {
    return total - idle;
  }

  @Override
  public String toString() {
    return "total %d of %d, active %d, idle %d, waiting %d"
        .formatted(total, budget, active(), idle, waiting);
  }
}
