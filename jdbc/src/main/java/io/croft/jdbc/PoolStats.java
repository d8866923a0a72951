package io.croft.jdbc;

/**
 * The connections of one server at one moment.
 *
 * @param budget the most that may exist: the share of this process
 * @param whole the most that all processes together may have
 * @param total that exist or are being made or closed
 * @param idle of these, not in use
 * @param connecting of these, being made
 * @param permits that are held, or withheld for a connection that is made ahead of its use: each
 *     for one connection in use or being made
 * @param waiting threads that wait for one
 */
record PoolStats(
    int budget, int whole, int total, int idle, int connecting, int permits, int waiting) {

  static final PoolStats NONE = new PoolStats(0, 0, 0, 0, 0, 0, 0);

  int active() {
    return total - idle;
  }

  @Override
  public String toString() {
    return "budget %d%s, in use %d, connecting %d, idle %d, waiting %d"
        .formatted(
            budget,
            budget == whole ? "" : " of " + whole,
            permits - connecting,
            connecting,
            idle,
            waiting);
  }
}
