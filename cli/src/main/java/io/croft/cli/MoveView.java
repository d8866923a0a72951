package io.croft.cli;

import io.croft.catalog.ControlCatalog;
import io.croft.catalog.Operation;
import io.croft.catalog.OperationState;
import io.croft.catalog.Step;
import io.croft.catalog.Tenant;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A move as the command line shows it.
 *
 * @param operation its identity, for {@code resume} and {@code cancel}
 * @param tenant the slug of the tenant
 * @param state pending, running, done, failed or cancelled
 * @param cancelRequested whether its worker shall undo it
 * @param step the step that was begun last, null before the first
 * @param detail what the worker said last
 * @param ended when it ended, null when it has not
 * @param progress how far it is, null before its worker has measured it and after its end
 * @param next the command with which a move that nobody drives goes on, else null
 */
record MoveView(
    String operation,
    String tenant,
    End from,
    End to,
    String mode,
    String state,
    boolean cancelRequested,
    @Nullable String step,
    @Nullable String detail,
    Instant created,
    @Nullable Instant ended,
    @Nullable MoveProgressView progress,
    @Nullable String next,
    List<StepView> steps) {

  /** Where a move begins or ends. */
  record End(String isolation, String server, long epoch) {

    private static End of(Map<String, String> spec, String prefix) {
      return new End(
          spec.getOrDefault(prefix + "Isolation", "?"),
          spec.getOrDefault(prefix + "Server", "?"),
          Long.parseLong(spec.getOrDefault(prefix + "Epoch", "0")));
    }

    @Override
    public String toString() {
      return isolation + "@" + server;
    }
  }

  /**
   * One step.
   *
   * @param millis how long it took, null when it has not ended
   */
  record StepView(String name, String state, @Nullable Long millis, @Nullable String detail) {

    private static StepView of(Step step) {
      Instant started = step.started();
      Instant ended = step.ended();
      Long millis =
          started == null || ended == null ? null : Duration.between(started, ended).toMillis();
      return new StepView(step.name(), step.state().word(), millis, step.detail());
    }
  }

  /** Returns the view of an operation that is a move. */
  static MoveView of(ControlCatalog catalog, Operation operation) {
    return new MoveView(
        operation.id().toString(),
        tenant(catalog, operation),
        End.of(operation.spec(), "from"),
        End.of(operation.spec(), "to"),
        operation.notes().getOrDefault("mode", operation.spec().getOrDefault("mode", "?")),
        operation.state().word(),
        operation.cancelRequested(),
        operation.step(),
        operation.detail(),
        operation.created(),
        operation.ended(),
        MoveProgressView.of(operation).orElse(null),
        next(operation),
        catalog.operations().steps(operation.id()).stream().map(StepView::of).toList());
  }

  /** Returns the slug of the tenant that moves. */
  static String tenant(ControlCatalog catalog, Operation operation) {
    return catalog
        .tenant(operation.tenant())
        .map(Tenant::slug)
        .map(Object::toString)
        .orElseGet(() -> operation.tenant().toString());
  }

  /** Returns the command with which a move goes on that nobody drives, else null. */
  static @Nullable String next(Operation operation) {
    boolean waits = operation.state() == OperationState.FAILED || !operation.state().ended();
    return waits && !operation.driven() ? "croft move resume " + operation.id() : null;
  }

  /** Returns the moves as a table, one row each. */
  static Table list(List<MoveView> moves) {
    Table table = Table.of("operation", "tenant", "from", "to", "state", "step", "created");
    for (MoveView move : moves) {
      table.row(
          move.operation,
          move.tenant,
          move.from,
          move.to,
          move.state,
          shown(move.step),
          move.created.truncatedTo(ChronoUnit.SECONDS));
    }
    return table;
  }

  /** Returns this move's steps as a table. */
  Table stepTable() {
    Table table = Table.of("step", "state", "millis", "detail");
    for (StepView each : steps) {
      table.row(each.name(), each.state(), shown(each.millis()), shown(each.detail()));
    }
    return table;
  }

  /** Returns the move in words, for people. */
  String sentence() {
    String end = detail == null || detail.isEmpty() ? "" : ": " + detail;
    String cancel = cancelRequested && ended == null ? ", to be cancelled" : "";
    String measured = progress == null || progress.text().isEmpty() ? "" : ": " + progress.text();
    String waits = next == null ? "" : "; nobody drives it: " + next;
    return "move " + operation + " of " + tenant + ", " + from + " to " + to + ", is " + state
        + cancel + end + measured + waits;
  }

  private static Object shown(@Nullable Object value) {
    return value == null ? "-" : value;
  }
}
