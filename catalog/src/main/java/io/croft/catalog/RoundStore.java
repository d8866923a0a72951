package io.croft.catalog;

import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Rounds of the watch as rows. A running one is a claim on its server, for as long as its lease.
 */
final class RoundStore {

  private static final String COLUMNS =
      """
      id, server, worker, started, ended, complete, homes, probed, within_rounds, held, alarms,
        blinds
      """;

  private static final String END_ABANDONED =
      """
      UPDATE catalog.watch_round SET ended = claimed_until
      WHERE server = ? AND ended IS NULL AND claimed_until < clock_timestamp()
      """;

  private static final String BEGIN =
      """
      INSERT INTO catalog.watch_round (server, worker, claimed_until)
      VALUES (?, ?, clock_timestamp() + make_interval(secs => ?))
      ON CONFLICT DO NOTHING
      RETURNING
      """
          + COLUMNS;

  private static final String PROLONG =
      """
      UPDATE catalog.watch_round SET claimed_until = clock_timestamp() + make_interval(secs => ?)
      WHERE id = ? AND ended IS NULL
      """;

  private static final String END =
      """
      UPDATE catalog.watch_round SET ended = clock_timestamp(), complete = ?, homes = ?, probed = ?,
        within_rounds = ?, held = ?, alarms = ?, blinds = ?
      WHERE id = ? AND ended IS NULL
      RETURNING
      """
          + COLUMNS;

  private static final String NEWEST =
      "SELECT DISTINCT ON (server) "
          + COLUMNS
          + " FROM catalog.watch_round WHERE ended IS NOT NULL AND complete ORDER BY server, id DESC";

  private static final String PRUNE =
      """
      DELETE FROM catalog.watch_round
      WHERE server = ? AND ended < clock_timestamp() - make_interval(secs => ?)
        AND id < (SELECT max(id) FROM catalog.watch_round WHERE server = ? AND complete)
      """;

  private static final double MILLIS = 1e3;

  private final Database database;

  RoundStore(Database database) {
    this.database = database;
  }

  Optional<WatchRound> begin(String server, String worker, Duration lease) {
    return database.change(
        worker,
        "watch.begin",
        c -> {
          ServerStore.server(c, server);
          Sql.change(c, END_ABANDONED, server);
          return Sql.first(c, BEGIN, RoundStore::round, server, worker, seconds(lease));
        });
  }

  /** Prolongs the claim; {@code operation-lost} when another watch has taken the server over. */
  static void prolong(Connection connection, WatchRound round, Duration lease) throws SQLException {
    if (Sql.change(connection, PROLONG, seconds(lease), round.id()) == 0) {
      throw lost(round);
    }
  }

  WatchRound end(WatchRound round, boolean complete) {
    return database.change(
        round.worker(),
        "watch.end",
        c ->
            Sql.first(
                    c,
                    END,
                    RoundStore::round,
                    complete,
                    round.homes(),
                    round.probed(),
                    round.withinRounds(),
                    round.held(),
                    round.alarms(),
                    round.blinds(),
                    round.id())
                .orElseThrow(() -> lost(round)));
  }

  List<WatchRound> newest() {
    return database.read(c -> Sql.list(c, NEWEST, RoundStore::round));
  }

  static void prune(Connection connection, String server, Duration retention) throws SQLException {
    Sql.change(connection, PRUNE, server, seconds(retention), server);
  }

  static double seconds(Duration duration) {
    return duration.toMillis() / MILLIS;
  }

  private static CroftException lost(WatchRound round) {
    return new CroftException(
        ErrorCode.OPERATION_LOST,
        "worker %s no longer holds the watch over server %s: it was silent for too long"
            .formatted(round.worker(), round.server()),
        "nothing to do: another watch goes on");
  }

  private static WatchRound round(ResultSet row) throws SQLException {
    return new WatchRound(
        row.getLong("id"),
        row.getString("server"),
        row.getString("worker"),
        Sql.instant(row, "started"),
        Sql.instantOrNull(row, "ended"),
        row.getBoolean("complete"),
        row.getInt("homes"),
        row.getInt("probed"),
        row.getInt("within_rounds"),
        row.getInt("held"),
        row.getInt("alarms"),
        row.getInt("blinds"));
  }
}
