package io.croft.cli;

import io.croft.catalog.Operation;
import io.croft.catalog.OperationFilter;
import io.croft.catalog.OperationKind;
import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import java.util.UUID;
import picocli.CommandLine.Parameters;

/** One move, named by its operation or by its tenant. */
final class MoveChoice {

  @Parameters(
      index = "0",
      paramLabel = "MOVE",
      description = "Its operation, or the slug of a tenant for that tenant's latest move.")
  private String move = "";

  /** Returns the move; {@code operation-unknown} or {@code tenant-unknown} when there is none. */
  Operation find(ControlPlane plane) {
    return find(plane, move);
  }

  /** Returns the move of that operation or tenant. */
  static Operation find(ControlPlane plane, String move) {
    if (move.matches("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")) {
      Operation found = plane.catalog().operations().operation(UUID.fromString(move));
      if (found.kind() != OperationKind.MOVE) {
        throw unknown("operation " + move + " is no move");
      }
      return found;
    }
    OperationFilter latest =
        new OperationFilter(OperationKind.MOVE, null, plane.tenant(move).id(), 1);
    return plane.catalog().operations().list(latest).stream()
        .findFirst()
        .orElseThrow(() -> unknown("tenant \"" + move + "\" was never moved"));
  }

  private static CroftException unknown(String message) {
    return new CroftException(ErrorCode.OPERATION_UNKNOWN, message, "see croft move status");
  }
}
