package io.croft.move;

import io.croft.catalog.Claim;
import io.croft.catalog.Operations;
import io.croft.catalog.StepState;
import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Writes down how far a move is, for people and for whoever resumes it. */
final class MoveLog {

  /** The note that names the stream of the latest copy. */
  static final String SUBSCRIPTION = "subscription";

  /** The note that tells whether the tables have changed since they were copied. */
  static final String DEFINITIONS = "definitions";

  /** The note by which somebody asks for the cutover: {@code now}, or an instant. */
  static final String CUTOVER = "cutover";

  /** The note by which applications are told that the tenant is about to arrive. */
  static final String ARRIVING = "arriving";

  /** The note that names tables in which the homes differed after the switch. */
  static final String DIFFERS = "differs";

  /** The note by which somebody accepts that. */
  static final String ACCEPTED = "accepted";

  private final Operations operations;
  private final Claim claim;
  private final Heartbeat heartbeat;
  private final MoveListener listener;
  private final AtomicReference<@Nullable CroftException> ended = new AtomicReference<>();

  MoveLog(Operations operations, Claim claim, Heartbeat heartbeat, MoveListener listener) {
    this.operations = operations;
    this.claim = claim;
    this.heartbeat = heartbeat;
    this.listener = listener;
  }

  /** Says in which mode the move goes on, and plans its steps. */
  void chosen(MoveMode mode, List<MoveStep> steps) {
    operations.note(claim, Map.of("mode", mode.word()));
    operations.plan(claim, steps.stream().map(MoveStep::word).toList());
  }

  /** Writes down what whoever resumes the move must know. */
  void note(String name, String value) {
    operations.note(claim, Map.of(name, value));
  }

  /** Tells the listener that the move waits for somebody. */
  void waiting() {
    listener.waiting();
  }

  /** Returns a note, which another process may have written. */
  Optional<String> note(String name) {
    return Optional.ofNullable(operations.operation(claim.id()).notes().get(name));
  }

  /** Returns whether this worker still holds the operation, as far as can be seen. */
  boolean isHeld() {
    try {
      heartbeat.check();
      return operations.operation(claim.id()).attempt() == claim.attempt();
    } catch (CroftException e) {
      return false;
    }
  }

  void begin(MoveStep step) {
    Failpoint.BEFORE.reach(step);
    meter().begin(step);
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

  /** Returns what counts the work. */
  ProgressMeter meter() {
    return heartbeat.meter();
  }

  /**
   * Throws {@code operation-lost} when another worker has taken over, and {@link UndoRequested}
   * when somebody wants the move undone or this process is to end, and what has ended the attempt
   * from beside. While the catalog is out of reach the move goes on.
   */
  void goOn() {
    heartbeat.check();
    Optional<CroftException> cause = ending();
    if (cause.isPresent()) {
      throw cause.get();
    }
    if (heartbeat.isEnding()) {
      throw new UndoRequested(true);
    }
    if (cancelRequested()) {
      throw new UndoRequested();
    }
  }

  /** Ends the attempt where it looks next; the first to call it is heard. */
  void end(CroftException cause) {
    ended.compareAndSet(null, cause);
  }

  /** Returns what has ended the attempt from beside, if anything has. */
  Optional<CroftException> ending() {
    return Optional.ofNullable(ended.get());
  }

  private boolean cancelRequested() {
    try {
      return operations.operation(claim.id()).cancelRequested();
    } catch (CroftException e) {
      if (e.code() == ErrorCode.CATALOG_UNREACHABLE) {
        return false;
      }
      throw e;
    }
  }
}
