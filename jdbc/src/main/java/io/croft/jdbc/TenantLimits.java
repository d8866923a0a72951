package io.croft.jdbc;

/**
 * What one tenant may take of a server's connections.
 *
 * @param weight its share of a busy server beside the others'; at least 1
 * @param connections the most that it holds at once; at least 1
 * @param requestsPerMinute the most permits in any sixty seconds; at least 1
 * @param databaseTimeNanos for how long it may hold connections in each second, all of them
 *     together; more than zero
 * @param enforced false when all but the weight is only counted, and nothing held back
 */
record TenantLimits(
    int weight, int connections, int requestsPerMinute, long databaseTimeNanos, boolean enforced) {

  static final int UNLIMITED = Integer.MAX_VALUE;
  static final long UNLIMITED_TIME = Long.MAX_VALUE;

  /** Of a tenant of which nothing is known: a share like everybody's and no limit. */
  static final TenantLimits NONE = new TenantLimits(1, UNLIMITED, UNLIMITED, UNLIMITED_TIME, true);

  private static final int WAITING_FOR_EACH_CONNECTION = 16;

  TenantLimits {
    if (weight < 1 || connections < 1 || requestsPerMinute < 1 || databaseTimeNanos < 1) {
      throw new IllegalArgumentException(
          "limits must be positive, found "
              + weight
              + "/"
              + connections
              + "/"
              + requestsPerMinute
              + "/"
              + databaseTimeNanos);
    }
  }

  /** Returns how many requests may wait at once. */
  int waiting() {
    return connections == UNLIMITED
        ? UNLIMITED
        : Math.multiplyExact(Math.min(connections, 1_000_000), WAITING_FOR_EACH_CONNECTION);
  }

  boolean limitsRate() {
    return requestsPerMinute != UNLIMITED;
  }

  boolean limitsTime() {
    return databaseTimeNanos != UNLIMITED_TIME;
  }
}
