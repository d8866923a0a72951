package io.croft.cli;

import io.croft.catalog.Operation;
import io.croft.catalog.Tenant;
import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The way back that a tenant's move has kept. */
final class WayBackChoice {

  @Parameters(index = "0", paramLabel = "TENANT", description = "Its slug or id.")
  private String tenant = "";

  @Option(names = "--dry-run", description = "Show the way back as it is, and change nothing.")
  private boolean dryRun;

  boolean isDryRun() {
    return dryRun;
  }

  /** Returns the move that waits to bring the tenant back; {@code operation-unknown}. */
  Operation find(ControlPlane plane) {
    Tenant found = plane.tenant(tenant);
    return plane
        .mover()
        .wayBack(found.id())
        .orElseThrow(
            () ->
                new CroftException(
                    ErrorCode.OPERATION_UNKNOWN,
                    "tenant \"" + found.slug() + "\" has no way back",
                    "only a move with --way-back keeps one; to go back without it, start a move that"
                        + " copies"));
  }
}
