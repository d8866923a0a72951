package io.croft.embedded;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;

/** How far a standby has come in its primary's log. */
final class Replay {

  private static final int POLL_MILLIS = 5;

  private static final String REACHED =
      "SELECT coalesce(pg_last_wal_replay_lsn() >= ?::pg_lsn, false)";

  private Replay() {}

  /** Returns when the standby has replayed the log up to this position. */
  static void await(Connection standby, String position, Duration limit) throws SQLException {
    long begun = System.nanoTime();
    try (PreparedStatement ask = standby.prepareStatement(REACHED)) {
      ask.setString(1, position);
      while (!reached(ask)) {
        if (System.nanoTime() - begun > limit.toNanos()) {
          throw new EmbeddedPostgresException(
              "The standby has not replayed %s within %d ms".formatted(position, limit.toMillis()),
              "Read server.log of the standby: is its primary running, is a query in the way?");
        }
        pause();
      }
    }
  }

  private static boolean reached(PreparedStatement ask) throws SQLException {
    try (ResultSet row = ask.executeQuery()) {
      return row.next() && row.getBoolean(1);
    }
  }

  private static void pause() {
    try {
      Thread.sleep(POLL_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EmbeddedPostgresException(
          "Interrupted while waiting for a standby", "Wait for it again.", e);
    }
  }
}
