package io.croft.bench;

import java.time.Duration;

/**
 * How much is measured.
 *
 * @param tenants how many share the pool
 * @param lines rows of the largest table for each tenant; a multiple of 20, at least 80
 * @param rounds how many pairs each ratio is the median of
 * @param warmUp how long each way runs before anything counts
 * @param sample how long one sample takes
 * @param bulkRows rows of one bulk load
 * @param schemas how many schema homes hold rows; at least 1
 */
record Scale(
    int tenants,
    int lines,
    int rounds,
    Duration warmUp,
    Duration sample,
    int bulkRows,
    int schemas) {

  static final int FEWEST_LINES = 80;

  /** What the published figures are made with. */
  static final Scale FULL =
      new Scale(100, 2_000, 9, Duration.ofMillis(300), Duration.ofMillis(150), 100_000, 1);

  /** A look within a minute. */
  static final Scale QUICK =
      new Scale(100, 2_000, 5, Duration.ofMillis(50), Duration.ofMillis(25), 20_000, 1);

  Scale {
    if (lines < FEWEST_LINES || lines % 20 != 0) {
      throw new IllegalArgumentException("lines must be a multiple of 20, at least 80: " + lines);
    }
  }

  /** Returns the same with another number of rounds. */
  Scale withRounds(int number) {
    return new Scale(tenants, lines, number, warmUp, sample, bulkRows, schemas);
  }

  /** Returns how many rows the largest table of the pool holds. */
  int allLines() {
    return tenants * lines;
  }

  /** Returns the same with rows in so many schema homes. */
  Scale withSchemas(int number) {
    return new Scale(tenants, lines, rounds, warmUp, sample, bulkRows, number);
  }
}
