package io.croft.cli;

import io.croft.catalog.Operation;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Moves a tenant while it is in use. */
@Command(
    name = "start",
    description = {
      "Moves a tenant while it is in use, and returns when that is done.",
      "",
      "Example: croft move start acme --isolation database --server us-1",
      "Next: croft tenant show, or croft move resume when it failed"
    })
final class MoveStart implements Callable<Integer> {

  @Option(
      names = "--no-wait",
      description = "Return at once and leave the move to the worker of croft serve.")
  private boolean detached;

  @Mixin private final MoveTarget target = new MoveTarget();
  @Mixin private final CatalogOptions options;
  @Mixin private final MoveOutput output;

  MoveStart(Map<String, String> environment, Terminal terminal) {
    options = new CatalogOptions(environment);
    output = new MoveOutput(terminal);
  }

  @Override
  public Integer call() {
    try (ControlPlane plane = options.open()) {
      MoveTarget.Resolved wanted = target.resolve(plane);
      Operation operation =
          plane
              .mover()
              .start(
                  wanted.tenant().id(),
                  wanted.isolation(),
                  wanted.server(),
                  wanted.mode(),
                  ControlPlane.actor());
      return detached ? output.write(plane, operation) : output.bring(plane, operation.id());
    }
  }
}
