package io.croft.cli;

import io.croft.catalog.Operation;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Gives up the way back of a tenant. */
@Command(
    name = "settle",
    description = {
      "Gives up the way back that a move with --way-back has kept: the tenant stays where it is, and",
      "the home it has left is removed. Returns when that is done.",
      "",
      "Example: croft move settle acme"
    })
final class MoveSettle implements Callable<Integer> {

  @Mixin private final WayBackChoice choice = new WayBackChoice();
  @Mixin private final CatalogOptions options;
  @Mixin private final MoveOutput output;

  MoveSettle(Map<String, String> environment, Terminal terminal) {
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
      plane.catalog().operations().cancel(back.id(), ControlPlane.actor());
      return output.bring(plane, back.id());
    }
  }
}
