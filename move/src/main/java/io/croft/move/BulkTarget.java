package io.croft.move;

import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import io.croft.core.Isolation;
import io.croft.core.Placement;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where tenants are to move, and how.
 *
 * @param isolation of the new homes, null for the isolation that each tenant has now
 * @param server of the new homes, null for the server where each tenant lives now
 * @param mode how the rows are copied, null to choose by the size of each tenant
 */
public record BulkTarget(
    @Nullable Isolation isolation, @Nullable String server, @Nullable MoveMode mode) {

  /**
   * Checks that the tenants are to go anywhere.
   *
   * @throws CroftException {@code argument-invalid}
   */
  public BulkTarget {
    if (isolation == null && server == null) {
      throw new CroftException(
          ErrorCode.ARGUMENT_INVALID,
          "nobody would be moved",
          "name the isolation or the server that the tenants shall have");
    }
  }

  Isolation isolation(Placement now) {
    return isolation == null ? now.isolation() : isolation;
  }

  String server(Placement now) {
    return server == null ? now.server() : server;
  }

  /** Returns whether a tenant that lives there has nowhere to go. */
  boolean isReached(Placement home) {
    return home.sameHomeKind(isolation(home), server(home));
  }

  /** Returns whether a move does what is wanted here, and waits for nobody. */
  boolean matches(MovePlan plan) {
    Route route = plan.route();
    return !plan.waits()
        && route.to().sameHomeKind(isolation(route.from()), server(route.from()))
        && route.wanted().equals(Optional.ofNullable(mode));
  }
}
