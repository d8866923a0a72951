package io.croft.cli;

import io.croft.catalog.Tenant;
import io.croft.core.Isolation;
import io.croft.core.Placement;
import io.croft.move.MoveMode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which tenant is to move, and where. */
final class MoveTarget {

  @Parameters(index = "0", paramLabel = "TENANT", description = "Its slug or id.")
  private String tenant = "";

  @Option(
      names = "--isolation",
      paramLabel = "ISOLATION",
      description = "pool, schema or database (default: as now).")
  private @Nullable Isolation isolation;

  @Option(
      names = "--server",
      paramLabel = "SERVER",
      description = "The server to move to (default: as now).")
  private @Nullable String server;

  @Option(
      names = "--mode",
      paramLabel = "MODE",
      description = "fenced-copy or streamed (default: by the tenant's size).")
  private @Nullable MoveMode mode;

  /**
   * A resolved target.
   *
   * @param mode null to choose by size
   */
  record Resolved(Tenant tenant, Isolation isolation, String server, @Nullable MoveMode mode) {}

  /** Returns the target, with the tenant's present isolation and server where none is given. */
  Resolved resolve(ControlPlane plane) {
    Tenant found = plane.tenant(tenant);
    Placement now = plane.catalog().placement(found.id()).orElseThrow();
    return new Resolved(
        found,
        isolation == null ? now.isolation() : isolation,
        server == null ? now.server() : server,
        mode);
  }
}
