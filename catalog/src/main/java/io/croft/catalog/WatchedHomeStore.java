package io.croft.catalog;

import io.croft.core.Placement;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Which homes have their turn in the next round of the watch. */
final class WatchedHomeStore {

  private static final String HOMES =
      """
       FROM catalog.placement p JOIN catalog.tenant t ON t.id = p.tenant
      LEFT JOIN LATERAL (
        SELECT max(b.last) AS last, bool_or(b.outcome <> 'held') AS open
        FROM catalog.probe b WHERE b.tenant = p.tenant AND b.current) seen ON true
      WHERE p.until IS NULL AND p.server = ? AND p.isolation <> 'pool'
        AND t.status IN ('active', 'suspended')
      """;

  private static final String COUNT = "SELECT count(*)" + HOMES;

  private static final String COLUMNS =
      "SELECT p.tenant, p.isolation, p.server, p.database, p.schema, p.login, p.epoch";

  private static final String OPEN =
      COLUMNS + HOMES + " AND seen.open ORDER BY seen.last, p.tenant LIMIT ?";

  private static final String LONGEST_UNSEEN =
      COLUMNS + HOMES + " ORDER BY seen.last NULLS FIRST, p.tenant LIMIT ?";

  private final Database database;

  WatchedHomeStore(Database database) {
    this.database = database;
  }

  WatchedHomes next(String server, int atMost) {
    return database.change("croft", "watch.next", c -> next(c, server, atMost));
  }

  private static WatchedHomes next(Connection connection, String server, int atMost)
      throws SQLException {
    int homes = Sql.first(connection, COUNT, row -> row.getInt(1), server).orElse(0);
    // At most half of a round goes to homes that are known not to hold: the others keep their turn.
    List<Placement> open = Sql.list(connection, OPEN, AppReads::placement, server, atMost / 2);
    int rest = Math.max(1, atMost - open.size());
    Set<Placement> next = new LinkedHashSet<>(open);
    next.addAll(Sql.list(connection, LONGEST_UNSEEN, AppReads::placement, server, rest));
    return new WatchedHomes(homes, List.copyOf(next), (homes + rest - 1) / rest);
  }
}
