package io.croft.move;

import io.croft.catalog.Claim;
import io.croft.catalog.Operations;
import io.croft.catalog.StepState;
import java.util.Map;

/** Writes down how far a move is, for people and for whoever resumes it. */
final class MoveLog {

  private final Operations operations;
  private final Claim claim;
  private final Heartbeat heartbeat;
  private final MoveListener listener;

  MoveLog(Operations operations, Claim claim, Heartbeat heartbeat, MoveListener listener) {
    this.operations = operations;
    this.claim = claim;
    this.heartbeat = heartbeat;
    this.listener = listener;
  }

  /** Says in which mode the move goes on, and plans its steps. */
  void chosen(MoveMode mode) {
    operations.note(claim, Map.of("mode", mode.word()));
    operations.plan(claim, mode.words());
  }

  void begin(MoveStep step) {
    Failpoint.BEFORE.reach(step);
    operations.begin(claim, step.word());
  }

  /**
   * Ends a step.
   *
   * @param detail what is to be said about it; empty for nothing
   */
  void done(MoveStep step, String detail) {
    operations.end(claim, step.word(), StepState.DONE, detail.isEmpty() ? null : detail);
    listener.done(step, detail);
    Failpoint.RECORDED.reach(step);
  }

  /**
   * Throws {@code operation-lost} when another worker has taken over, and {@link UndoRequested}
   * when somebody wants the move undone.
   */
  void goOn() {
    heartbeat.check();
    if (operations.operation(claim.id()).cancelRequested()) {
      throw new UndoRequested();
    }
  }
}
