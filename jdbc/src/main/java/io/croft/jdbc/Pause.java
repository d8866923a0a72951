package io.croft.jdbc;

import java.sql.SQLException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/** Waiting between two attempts: from 1 to 8 ms, each time twice as long, with a random part. */
final class Pause {

  private static final long SHORTEST_NANOS = 1_000_000;
  private static final long LONGEST_NANOS = 8_000_000;

  private long nanos = SHORTEST_NANOS;

  void take(Deadline deadline) throws SQLException {
    long jittered = nanos / 2 + ThreadLocalRandom.current().nextLong(nanos / 2 + 1);
    nanos = Math.min(nanos * 2, LONGEST_NANOS);
    LockSupport.parkNanos(this, Math.min(jittered, Math.max(0, deadline.leftNanos())));
    if (Thread.interrupted()) {
      throw Errors.interrupted("waiting at a fence");
    }
  }
}
