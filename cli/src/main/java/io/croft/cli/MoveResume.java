package io.croft.cli;

import io.croft.catalog.Operation;
import io.croft.catalog.OperationState;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Takes up a move that failed or lost its worker. */
@Command(
    name = "resume",
    description = {
      "Takes up a move that failed or lost its worker, and returns when it has ended.",
      "",
      "Example: croft move resume acme"
    })
final class MoveResume implements Callable<Integer> {

  @Option(
      names = "--accept-differences",
      description = "Give up the old home though it differed from the new one after the switch.")
  private boolean accepted;

  @Mixin private final MoveChoice choice = new MoveChoice();
  @Mixin private final CatalogOptions options;
  @Mixin private final MoveOutput output;

  MoveResume(Map<String, String> environment, Terminal terminal) {
    options = new CatalogOptions(environment);
    output = new MoveOutput(terminal);
  }

  @Override
  public Integer call() {
    try (ControlPlane plane = options.open()) {
      Operation operation = choice.find(plane);
      if (accepted) {
        plane.mover().acceptDifferences(operation.id(), ControlPlane.actor());
      }
      if (operation.state() == OperationState.FAILED) {
        operation = plane.catalog().operations().retry(operation.id(), ControlPlane.actor());
      }
      return output.bring(plane, operation.id());
    }
  }
}
