package io.croft.move;

import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import io.croft.core.Placement;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What reading a home once without a fence has shown.
 *
 * @param rows how many rows the tenant has; where reading took too long, as the planner guesses
 * @param bytes their size as text; as the planner guesses, likewise
 * @param estimate how long comparing and copying what has changed would keep the home shut, at
 *     least
 * @param whole true when every row was read
 */
record Rehearsal(long rows, long bytes, Duration estimate, boolean whole) {

  private static final String QUERY_CANCELED = "57014";

  /** Hashing both homes at once and copying what has changed takes about so many times one hash. */
  private static final int FENCE_PER_HASH = 4;

  /** The quickest of some passes with warm caches: the others met somebody else's work. */
  private static final int PASSES = 3;

  private static final Duration FIXED = Duration.ofMillis(15);

  private static final Pattern GUESS = Pattern.compile("rows=(\\d+) width=(\\d+)");

  /** Hashes the home once to warm the caches, then again to time it. */
  static Rehearsal run(
      Connection source, Placement home, List<TableShape> tables, MoveSettings settings)
      throws SQLException {
    Duration most = settings.lease().multipliedBy(4);
    try (Statement statement = source.createStatement()) {
      statement.execute("SET statement_timeout = " + most.toMillis());
      HomeHash hash = HomeHash.of(source, home, tables);
      Duration best = most;
      for (int pass = 0; pass < PASSES; pass++) {
        long begin = System.nanoTime();
        hash = HomeHash.of(source, home, tables);
        Duration warm = Duration.ofNanos(System.nanoTime() - begin);
        best = warm.compareTo(best) < 0 ? warm : best;
      }
      statement.execute("SET statement_timeout = '60s'");
      return new Rehearsal(
          hash.rows(), hash.bytes(), FIXED.plus(best.multipliedBy(FENCE_PER_HASH)), true);
    } catch (SQLException e) {
      if (!QUERY_CANCELED.equals(e.getSQLState())) {
        throw e;
      }
    }
    return guessed(source, home, tables, most.multipliedBy(FENCE_PER_HASH));
  }

  private static Rehearsal guessed(
      Connection source, Placement home, List<TableShape> tables, Duration least)
      throws SQLException {
    long rows = 0;
    long bytes = 0;
    try (Statement statement = source.createStatement()) {
      statement.execute("SET statement_timeout = '60s'");
      for (TableShape table : tables) {
        try (ResultSet plan =
            statement.executeQuery("EXPLAIN " + table.read(home.schema(), home.tenant()))) {
          plan.next();
          Matcher found = GUESS.matcher(plan.getString(1));
          if (found.find()) {
            long guess = Long.parseLong(found.group(1));
            rows += guess;
            bytes += guess * Long.parseLong(found.group(2));
          }
        }
      }
    }
    return new Rehearsal(rows, bytes, least, false);
  }

  /** Returns true when a fenced copy would keep the home shut for less than half of the lease. */
  boolean fits(MoveSettings settings) {
    return estimate.compareTo(settings.longestFence()) <= 0;
  }

  /**
   * Returns the mode for a home of this size.
   *
   * @throws CroftException {@code move-too-large} when a fenced copy is wanted that does not fit
   */
  MoveMode choose(Placement home, Optional<MoveMode> wanted, MoveSettings settings) {
    boolean fits = fits(settings);
    if (!fits && wanted.equals(Optional.of(MoveMode.FENCED_COPY))) {
      throw new CroftException(
          ErrorCode.MOVE_TOO_LARGE,
          "tenant %s is too large for a fenced copy: %s, allowed are %d ms"
              .formatted(home.tenant(), summary(), settings.longestFence().toMillis()),
          "a fenced copy must fit into half of the fence's lease; move it in streamed mode");
    }
    return wanted.orElse(fits ? MoveMode.FENCED_COPY : MoveMode.STREAMED);
  }

  String summary() {
    return "%s%d rows, a fenced copy would take %s%d ms"
        .formatted(
            whole ? "" : "about ", rows, whole ? "about " : "more than ", estimate.toMillis());
  }
}
