package io.croft.move;

import io.croft.catalog.ControlCatalog;
import io.croft.catalog.Operation;
import io.croft.catalog.OperationFilter;
import io.croft.catalog.OperationState;
import io.croft.catalog.Server;
import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import io.croft.core.Isolation;
import io.croft.core.Placement;
import io.croft.core.TenantId;
import io.croft.home.Homes;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drops slots and publications for which nobody comes back. Whoever finishes or undoes a move drops
 * what it finds; left is what came into being only then, by a worker that had lost the move and did
 * not know yet, and that of a move that has failed and was followed by another one of its tenant.
 */
final class ForgottenStreams {

  private static final Logger LOG = LoggerFactory.getLogger(ForgottenStreams.class);

  private static final String NAMES =
      """
      SELECT slot_name FROM pg_replication_slots WHERE slot_name ~ '^croft_move_[0-9a-f]{32}_[0-9]+$'
      UNION SELECT pubname FROM pg_publication WHERE pubname ~ '^croft_move_[0-9a-f]{32}_[0-9]+$'
      """;

  private final ControlCatalog catalog;
  private final MoverAccess access;
  private final Homes homes;

  ForgottenStreams(ControlCatalog catalog, MoverAccess access, Homes homes) {
    this.catalog = catalog;
    this.access = access;
    this.homes = homes;
  }

  /** Drops them at all servers that can be reached; returns of how many moves there were any. */
  int sweep() {
    int swept = 0;
    for (Server server : catalog.servers()) {
      try {
        swept += sweep(server.name());
      } catch (SQLException | CroftException e) {
        LOG.debug("server {} cannot be looked at for what moves have left there", server.name(), e);
      }
    }
    return swept;
  }

  private int sweep(String server) throws SQLException {
    int swept = 0;
    for (UUID id : found(server)) {
      Optional<Operation> move = move(id);
      if (move.isPresent() && isForgotten(move.get())) {
        MovePlan plan = MovePlan.of(move.get().tenant(), move.get().spec());
        // First what leads nowhere without the other: it is found by that one's name.
        if (move.get().state() != OperationState.DONE && plan.wayBack().isPresent()) {
          drop(plan.wayBack().get().operation(), plan.route().to());
        }
        drop(id, plan.route().from());
        swept++;
      }
    }
    return swept;
  }

  private void drop(UUID id, Placement home) throws SQLException {
    LOG.info("dropping what move {} has left at {}", id, home.summary());
    new Subscription(access, homes, home, id, Long.MAX_VALUE).drop();
  }

  private Set<UUID> found(String server) throws SQLException {
    Set<UUID> moves = new HashSet<>();
    // Of no tenant: every server has the shared database.
    Placement shared = Placement.of(TenantId.random(), Isolation.POOL, server, 1);
    try (Connection session = MoverSession.open(access, shared);
        Statement query = session.createStatement();
        ResultSet row = query.executeQuery(NAMES)) {
      while (row.next()) {
        moves.add(Subscription.operation(row.getString(1)));
      }
    }
    return moves;
  }

  /** One that the catalog does not know may be the way back of a move that has not come so far. */
  private Optional<Operation> move(UUID id) {
    try {
      return Optional.of(catalog.operations().operation(id));
    } catch (CroftException e) {
      if (e.code() == ErrorCode.OPERATION_UNKNOWN) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private boolean isForgotten(Operation move) {
    return switch (move.state()) {
      case PENDING, RUNNING -> false;
      case DONE, CANCELLED -> true;
      case FAILED -> !isLatest(move);
    };
  }

  private boolean isLatest(Operation move) {
    return catalog.operations().list(new OperationFilter(null, null, move.tenant(), 1)).stream()
        .anyMatch(latest -> latest.id().equals(move.id()));
  }
}
