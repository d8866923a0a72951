package io.croft.bench;

import static io.croft.core.Isolation.DATABASE;
import static io.croft.core.Isolation.POOL;
import static io.croft.core.Isolation.SCHEMA;

import io.croft.core.Isolation;
import java.util.List;

/**
 * Where a tenant moves next.
 *
 * @param counted false for the way back to where the next measured move begins
 */
record Hop(Isolation isolation, String server, boolean counted) {

  static final String ONE = "one";
  static final String TWO = "two";

  /** From a pool to every kind of home, to the same server and to the other one, and back. */
  static final List<Hop> AROUND =
      List.of(
          to(SCHEMA, ONE),
          to(DATABASE, TWO),
          to(SCHEMA, TWO),
          to(POOL, ONE),
          to(POOL, TWO),
          to(DATABASE, ONE),
          to(POOL, ONE));

  /** Every counted move begins in the pool of the first server. */
  static final List<Hop> FROM_POOL =
      List.of(to(POOL, TWO), back(), to(SCHEMA, ONE), back(), to(DATABASE, TWO), back());

  static Hop to(Isolation isolation, String server) {
    return new Hop(isolation, server, true);
  }

  private static Hop back() {
    return new Hop(POOL, ONE, false);
  }
}
