package io.croft.cli;

import io.croft.catalog.Operation;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lets a move go on that waits before its fence. */
@Command(
    name = "cutover",
    description = {
      "Lets a move go on that was started with --hold, and returns when it has ended.",
      "",
      "Example: croft move cutover acme",
      "Example: croft move cutover acme --at 2030-01-31T02:30:00Z"
    })
final class MoveCutover implements Callable<Integer> {

  @Option(
      names = "--at",
      paramLabel = "INSTANT",
      description = "When, in UTC (default: now). Returns at once; the move's worker keeps to it.")
  private @Nullable Instant at;

  @Option(names = "--dry-run", description = "Show the move as it is, and change nothing.")
  private boolean dryRun;

  @Mixin private final MoveChoice choice = new MoveChoice();
  @Mixin private final CatalogOptions options;
  @Mixin private final MoveOutput output;

  MoveCutover(Map<String, String> environment, Terminal terminal) {
    options = new CatalogOptions(environment);
    output = new MoveOutput(terminal);
  }

  @Override
  public Integer call() {
    try (ControlPlane plane = options.open()) {
      Operation found = choice.find(plane);
      if (dryRun) {
        return output.write(plane, found);
      }
      Operation asked = plane.mover().cutover(found.id(), at, ControlPlane.actor());
      return at == null ? output.bring(plane, found.id()) : output.write(plane, asked);
    }
  }
}
