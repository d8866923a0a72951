package io.croft.move;

import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import io.croft.core.Placement;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;

/**
 * What reading a home once without a fence has shown.
 *
 * @param hash the rows as they were
 * @param estimate how long comparing and copying what has changed would keep the home shut
 */
record Rehearsal(HomeHash hash, Duration estimate) {

  private static final String QUERY_CANCELED = "57014";

  /** Hashing both homes at once and copying what has changed takes about so many times one hash. */
  private static final int FENCE_PER_HASH = 4;

  /** The quickest of some passes with warm caches: the others met somebody else's work. */
  private static final int PASSES = 3;

  private static final Duration FIXED = Duration.ofMillis(15);

  /** Hashes the home once to warm the caches, then again to time it. */
  static Rehearsal run(
      Connection source, Placement home, List<TableShape> tables, MoveSettings settings)
      throws SQLException {
    try (Statement statement = source.createStatement()) {
      statement.execute("SET statement_timeout = " + 4 * settings.lease().toMillis());
      HomeHash hash = HomeHash.of(source, home, tables);
      Duration best = settings.lease().multipliedBy(4);
      for (int pass = 0; pass < PASSES; pass++) {
        long begin = System.nanoTime();
        hash = HomeHash.of(source, home, tables);
        Duration warm = Duration.ofNanos(System.nanoTime() - begin);
        best = warm.compareTo(best) < 0 ? warm : best;
      }
      statement.execute("SET statement_timeout = '60s'");
      return new Rehearsal(hash, FIXED.plus(best.multipliedBy(FENCE_PER_HASH)));
    } catch (SQLException e) {
      if (QUERY_CANCELED.equals(e.getSQLState())) {
        throw tooLarge(
            home, "reading it once takes longer than " + settings.lease().multipliedBy(4));
      }
      throw e;
    }
  }

  /** Throws {@code move-too-large} when the estimate is above half of the lease. */
  void requireFits(Placement home, MoveSettings settings) {
    if (estimate.compareTo(settings.longestFence()) > 0) {
      throw tooLarge(
          home,
          "%d rows are estimated at %d ms, allowed are %d ms"
              .formatted(hash.rows(), estimate.toMillis(), settings.longestFence().toMillis()));
    }
  }

  private static CroftException tooLarge(Placement home, String why) {
    return new CroftException(
        ErrorCode.MOVE_TOO_LARGE,
        "tenant %s is too large for a fenced copy: %s".formatted(home.tenant(), why),
        "a fenced copy must fit into half of the fence's lease; nothing has changed");
  }
}
