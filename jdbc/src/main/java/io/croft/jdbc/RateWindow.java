package io.croft.jdbc;

import java.util.concurrent.TimeUnit;

/**
 * How many permits were given in the last sixty seconds, by the second. The second that has begun
 * counts beside sixty whole ones, so that no sixty seconds anywhere hold more than the limit.
 */
final class RateWindow {

  private static final int SECONDS = 61;
  private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final int[] given = new int[SECONDS];
  private long newest = Long.MIN_VALUE;
  private int total;

  void count(long nowNanos) {
    roll(nowNanos);
    given[index(newest)]++;
    total++;
  }

  /** Takes one out that was counted at {@code nanos}. */
  void uncount(long nanos) {
    long second = Math.floorDiv(nanos, SECOND_NANOS);
    if (second > newest - SECONDS && second <= newest && given[index(second)] > 0) {
      given[index(second)]--;
      total--;
    }
  }

  /** Returns when one more may be given under {@code limit}: now, or later. */
  long freeAt(int limit, long nowNanos) {
    roll(nowNanos);
    int left = total;
    if (left < limit) {
      return nowNanos;
    }
    for (long second = newest - SECONDS + 1; ; second++) {
      left -= given[index(second)];
      if (left < limit) {
        return (second + SECONDS) * SECOND_NANOS;
      }
    }
  }

  private void roll(long nowNanos) {
    long second = Math.floorDiv(nowNanos, SECOND_NANOS);
    if (newest == Long.MIN_VALUE) {
      newest = second;
    }
    long from = Math.max(newest + 1, second - SECONDS + 1);
    for (long passed = from; passed <= second; passed++) {
      total -= given[index(passed)];
      given[index(passed)] = 0;
    }
    newest = Math.max(newest, second);
  }

  private static int index(long second) {
    return Math.floorMod(second, SECONDS);
  }
}
