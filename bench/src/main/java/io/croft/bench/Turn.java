package io.croft.bench;

import io.croft.core.TenantId;
import java.util.SplittableRandom;

/**
 * Whose turn it is.
 *
 * @param number of the tenant; its ids begin there
 * @param tenant who it is
 * @param random draws the keys
 */
record Turn(int number, TenantId tenant, SplittableRandom random) {

  private static final long IDS = 1_000_000;

  /** Returns the first id of the tenant. */
  long first() {
    return number * IDS + 1;
  }

  /** Draws the id of one of the first {@code rows} rows of the tenant. */
  long key(int rows) {
    return first() + random.nextInt(rows);
  }
}
