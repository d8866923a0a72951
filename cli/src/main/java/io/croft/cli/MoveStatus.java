package io.croft.cli;

import io.croft.catalog.OperationFilter;
import io.croft.catalog.OperationKind;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows one move with its steps, or lists the newest moves. */
@Command(
    name = "status",
    description = {
      "Shows one move with its steps, or lists the newest moves.",
      "",
      "Example: croft move status acme",
      "Next: croft move resume, croft move cancel"
    })
final class MoveStatus implements Callable<Integer> {

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "MOVE",
      description = "An operation, or the slug of a tenant for its latest move (default: list).")
  private @Nullable String move;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "20",
      description = "How many moves to list (default: ${DEFAULT-VALUE}).")
  private int limit = 20;

  @Mixin private final CatalogOptions options;
  @Mixin private final OutputOptions output = new OutputOptions();

  MoveStatus(Map<String, String> environment) {
    options = new CatalogOptions(environment);
  }

  @Override
  public Integer call() {
    try (ControlPlane plane = options.open()) {
      if (move == null) {
        list(plane);
      } else {
        MoveView view = MoveView.of(plane.catalog(), MoveChoice.find(plane, move));
        output.write(view, view::sentence, view::stepTable);
      }
    }
    return Exit.DONE.status();
  }

  private void list(ControlPlane plane) {
    OperationFilter newest =
        new OperationFilter(OperationKind.MOVE, null, null, Math.max(1, limit));
    List<MoveView> moves =
        plane.catalog().operations().list(newest).stream()
            .map(operation -> MoveView.of(plane.catalog(), operation))
            .toList();
    output.write(moves, () -> MoveView.list(moves));
  }
}
