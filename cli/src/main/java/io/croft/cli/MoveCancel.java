package io.croft.cli;

import io.croft.catalog.Operation;
import io.croft.catalog.OperationState;
import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Undoes a move that has not passed its point of no return. */
@Command(
    name = "cancel",
    description = {
      "Undoes a move that has not passed its point of no return, and returns when it has ended.",
      "",
      "Example: croft move cancel acme"
    })
final class MoveCancel implements Callable<Integer> {

  @Mixin private final MoveChoice choice = new MoveChoice();
  @Mixin private final CatalogOptions options;
  @Mixin private final MoveOutput output;

  MoveCancel(Map<String, String> environment, Terminal terminal) {
    options = new CatalogOptions(environment);
    output = new MoveOutput(terminal);
  }

  @Override
  public Integer call() {
    try (ControlPlane plane = options.open()) {
      Operation found = choice.find(plane);
      if (found.state() != OperationState.CANCELLED) {
        plane.catalog().operations().cancel(found.id(), ControlPlane.actor());
      }
      int status = output.bring(plane, found.id());
      requireUndone(plane.catalog().operations().operation(found.id()));
      return status;
    }
  }

  private static void requireUndone(Operation operation) {
    if (operation.state() == OperationState.DONE) {
      throw new CroftException(
          ErrorCode.MOVE_PAST_SWITCH,
          "the move " + operation.id() + " had passed its point of no return and was completed",
          "to go back, start a move in the other direction");
    }
  }
}
