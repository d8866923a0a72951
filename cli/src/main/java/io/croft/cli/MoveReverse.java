package io.croft.cli;

import io.croft.catalog.Operation;
import io.croft.catalog.OperationState;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Brings a tenant back to the home it has left, with all it has written since. */
@Command(
    name = "reverse",
    description = {
      "Brings a tenant back to the home it has left, with all it has written since and without",
      "copying, over the way back that a move with --way-back has kept. Returns when that is done.",
      "",
      "Example: croft move reverse acme"
    })
final class MoveReverse implements Callable<Integer> {

  @Mixin private final WayBackChoice choice = new WayBackChoice();
  @Mixin private final CatalogOptions options;
  @Mixin private final MoveOutput output;

  MoveReverse(Map<String, String> environment, Terminal terminal) {
    options = new CatalogOptions(environment);
    output = new MoveOutput(terminal);
  }

  @Override
  public Integer call() {
    try (ControlPlane plane = options.open()) {
      Operation back = choice.find(plane);
      if (choice.isDryRun()) {
        return output.write(plane, back);
      }
      plane.mover().cutover(back.id(), null, ControlPlane.actor());
      if (back.state() == OperationState.FAILED) {
        plane.catalog().operations().retry(back.id(), ControlPlane.actor());
      }
      return output.bring(plane, back.id());
    }
  }
}
