package io.croft.cli;

import io.croft.catalog.Operation;
import io.croft.catalog.OperationState;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Follows a move until it has ended. */
@Command(
    name = "watch",
    description = {
      "Follows a move until it has ended: the step that it takes, the rows and bytes that are"
          + " copied,",
      "the rows that are compared, how far the new home lags, and how long the step still takes.",
      "Watching drives nothing: when a move has no worker, it says which command would drive it.",
      "",
      "Example: croft move watch acme",
      "Next: croft move status, croft move cancel"
    })
final class MoveWatch implements Callable<Integer> {

  @Mixin private final MoveChoice choice = new MoveChoice();
  @Mixin private final CatalogOptions options;
  @Mixin private final OutputOptions output = new OutputOptions();
  private final Terminal terminal;

  MoveWatch(Map<String, String> environment, Terminal terminal) {
    this.options = new CatalogOptions(environment);
    this.terminal = terminal;
  }

  /**
   * What is seen of a move at one time.
   *
   * @param step the step that was begun last, null before the first
   * @param detail what its worker said last, null for nothing
   * @param progress how far it is, null before its worker has measured it and after its end
   * @param next what has to be done for the move to go on, null when it goes on or has ended
   */
  private record Sight(
      String operation,
      String tenant,
      String state,
      boolean cancelRequested,
      @Nullable String step,
      @Nullable String detail,
      @Nullable MoveProgressView progress,
      @Nullable String next) {

    private static Sight of(Operation move, String tenant) {
      return new Sight(
          move.id().toString(),
          tenant,
          move.state().word(),
          move.cancelRequested(),
          move.step(),
          move.detail(),
          MoveProgressView.of(move).orElse(null),
          MoveView.next(move));
    }

    private String text() {
      StringBuilder text = new StringBuilder(tenant).append(": ").append(state);
      if (step != null) {
        text.append(", ").append(step);
      }
      if (cancelRequested) {
        text.append(", to be cancelled");
      }
      String measured = progress == null ? "" : progress.text();
      if (!measured.isEmpty()) {
        text.append(": ").append(measured);
      } else if (detail != null && !detail.isEmpty()) {
        text.append(": ").append(detail);
      }
      if (next != null) {
        text.append("; nobody drives it: ").append(next);
      }
      return text.toString();
    }
  }

  @Override
  public Integer call() {
    try (ControlPlane plane = options.open()) {
      Operation move = choice.find(plane);
      String tenant = MoveView.tenant(plane.catalog(), move);
      LiveLine live = new LiveLine(output.out());
      Sight shown = null;
      while (true) {
        Sight now = Sight.of(move, tenant);
        if (!now.equals(shown)) {
          show(now, live);
          shown = now;
        }
        if (isOver(move)) {
          live.end();
          return exit(move);
        }
        MoveDriver.pause(move.id());
        move = read(plane, move.id());
      }
    }
  }

  /** Returns whether there is nothing more to see. */
  private static boolean isOver(Operation move) {
    return move.state().ended();
  }

  private static Operation read(ControlPlane plane, UUID id) {
    return plane.catalog().operations().operation(id);
  }

  private void show(Sight now, LiveLine live) {
    if (output.format() == Format.TABLE && terminal.watchesOut()) {
      live.show(now.text());
    } else {
      output.writeLine(now, () -> now.text() + "\n");
    }
  }

  private static int exit(Operation move) {
    return move.state() == OperationState.FAILED ? Exit.FAILED.status() : Exit.DONE.status();
  }
}
