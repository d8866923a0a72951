package io.croft.gate;

import io.croft.core.Placement;
import io.croft.core.TenantId;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** What the gate said when it kept a tenant out for a while: fenced or moved. */
public sealed interface GateAnswer {

  /**
   * A move holds the fence.
   *
   * @param leaseExpired true when the mover has missed its lease, so that anybody may call {@code
   *     croft.reopen}
   */
  record Fenced(boolean leaseExpired) implements GateAnswer {}

  /**
   * The home is no longer the tenant's.
   *
   * @param target the placement that the move switched to; empty when the home is gone altogether,
   *     so that only the catalog knows
   */
  record Moved(Optional<Placement> target) implements GateAnswer {}

  /** Returns the answer that {@code error} carries, empty when it is some other error. */
  static Optional<GateAnswer> of(TenantId tenant, SQLException error) {
    return Optional.ofNullable(error.getSQLState())
        .flatMap(
            state ->
                switch (state) {
                  case GateState.FENCED ->
                      Optional.of(new Fenced(detail(error).contains("lease expired")));
                  case GateState.MOVED ->
                      Optional.of(new Moved(MoveTarget.parse(tenant, detail(error))));
                  default -> Optional.empty();
                });
  }

  /** Returns the id of the key that a refused seal should have been signed with. */
  static Optional<Integer> otherKey(SQLException error) {
    return GateState.SEAL_REJECTED.equals(error.getSQLState()) && detail(error).startsWith("key ")
        ? Optional.of(Integer.valueOf(detail(error).substring(4)))
        : Optional.empty();
  }

  private static String detail(SQLException error) {
    @Nullable ServerErrorMessage message =
        error instanceof PSQLException server ? server.getServerErrorMessage() : null;
    @Nullable String detail = message == null ? null : message.getDetail();
    return detail == null ? "" : detail;
  }
}
