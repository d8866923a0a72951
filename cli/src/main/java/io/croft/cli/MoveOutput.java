package io.croft.cli;

import io.croft.catalog.Operation;
import io.croft.catalog.OperationState;
import java.util.UUID;
import picocli.CommandLine.Mixin;

/** How the verbs of {@code croft move} bring a move to its end and tell of it. */
final class MoveOutput {

  @Mixin private final OutputOptions output = new OutputOptions();
  private final Terminal terminal;

  MoveOutput(Terminal terminal) {
    this.terminal = terminal;
  }

  /** Brings the move to its end, shows it, and returns the exit code. */
  int bring(ControlPlane plane, UUID id) {
    Progress progress = new Progress(output.err(), terminal);
    progress.say(
        MoveView.of(plane.catalog(), plane.catalog().operations().operation(id)).sentence());
    return write(plane, new MoveDriver(plane, progress).bring(id));
  }

  /** Shows the move as it is and returns the exit code. */
  int write(ControlPlane plane, Operation operation) {
    MoveView view = MoveView.of(plane.catalog(), operation);
    output.write(view, view::sentence, view::stepTable);
    return operation.state() == OperationState.FAILED ? Exit.FAILED.status() : Exit.DONE.status();
  }
}
