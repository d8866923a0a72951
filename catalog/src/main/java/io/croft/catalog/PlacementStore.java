package io.croft.catalog;

import io.croft.core.Placement;
import io.croft.core.TenantId;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Placements as rows, and the epochs that tell them apart. */
final class PlacementStore {

  private static final String SELECT =
      """
      SELECT tenant, isolation, server, database, schema, login, epoch FROM catalog.placement
      WHERE tenant = ?
      """;
  private static final String CURRENT = SELECT + " AND until IS NULL";
  private static final String HISTORY = SELECT + " ORDER BY epoch DESC";

  private static final String INSERT =
      """
      INSERT INTO catalog.placement (tenant, isolation, server, database, schema, login, epoch)
      VALUES (?, ?, ?, ?, ?, ?, ?)
      """;

  private static final String END =
      """
      UPDATE catalog.placement SET until = clock_timestamp() WHERE tenant = ? AND until IS NULL
      """;

  private static final String NEXT_EPOCH =
      "UPDATE catalog.tenant SET last_epoch = last_epoch + 1 WHERE id = ? RETURNING last_epoch";

  private static final String LOCK_TENANT =
      "SELECT last_epoch FROM catalog.tenant WHERE id = ? FOR NO KEY UPDATE";

  private final Database database;

  PlacementStore(Database database) {
    this.database = database;
  }

  List<Placement> history(TenantId id) {
    return database.read(c -> Sql.list(c, HISTORY, AppReads::placement, id.value()));
  }

  long nextEpoch(TenantId id, String actor) {
    return database.change(
        actor,
        "epoch.allocate",
        c ->
            Sql.first(c, NEXT_EPOCH, row -> row.getLong(1), id.value())
                .orElseThrow(() -> Refusals.unknownTenant(id)));
  }

  boolean follow(Placement from, Placement to, String actor) {
    if (!from.tenant().equals(to.tenant()) || to.epoch() <= from.epoch()) {
      throw new IllegalArgumentException(
          "a placement is followed by one of the same tenant with a larger epoch, found "
              + from
              + " and "
              + to);
    }
    return database.change(actor, "placement.follow", c -> follow(c, from, to));
  }

  private static boolean follow(Connection connection, Placement from, Placement to)
      throws SQLException {
    TenantId id = from.tenant();
    long lastEpoch =
        Sql.first(connection, LOCK_TENANT, row -> row.getLong(1), id.value())
            .orElseThrow(() -> Refusals.unknownTenant(id));
    if (to.epoch() > lastEpoch) {
      throw new IllegalArgumentException(
          "epoch "
              + to.epoch()
              + " of tenant "
              + id
              + " was never allocated, the last is "
              + lastEpoch);
    }
    Optional<Placement> current = Sql.first(connection, CURRENT, AppReads::placement, id.value());
    if (current.filter(to::equals).isPresent()) {
      return true;
    }
    if (current.filter(from::equals).isEmpty()) {
      return false;
    }
    ServerStore.lock(connection, Set.copyOf(List.of(from.server(), to.server())));
    ServerStore.count(connection, from.server(), -1);
    ServerStore.count(connection, to.server(), 1);
    Sql.change(connection, END, id.value());
    insert(connection, to);
    return true;
  }

  static void insert(Connection connection, Placement placement) throws SQLException {
    Sql.change(
        connection,
        INSERT,
        placement.tenant().value(),
        placement.isolation().word(),
        placement.server(),
        placement.database(),
        placement.schema(),
        placement.login(),
        placement.epoch());
  }
}
