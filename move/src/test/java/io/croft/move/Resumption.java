package io.croft.move;

import static org.awaitility.Awaitility.await;

import io.croft.catalog.Operation;
import io.croft.catalog.OperationState;
import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * Another mover that takes up a move whose mover has failed or is gone, and brings it to its end.
 */
final class Resumption {

  /** The dead worker's hold has not ended; or the machine is busy, which is no fault of a move. */
  private static final Set<ErrorCode> PASSING =
      Set.of(ErrorCode.OPERATION_IN_PROGRESS, ErrorCode.LEASE_LOST, ErrorCode.TENANT_BUSY);

  private final MoveFixture moves;
  private final Mover mover;
  private final Operation operation;

  Resumption(MoveFixture moves, Operation operation) {
    this.moves = moves;
    this.mover = moves.mover(CrashingMover.settings());
    this.operation = operation;
  }

  /** Returns the result; empty when the move was to be undone, and is. */
  Optional<MoveResult> run() {
    return await()
        .atMost(Duration.ofMinutes(1))
        .ignoreExceptionsMatching(
            e -> e instanceof CroftException refused && PASSING.contains(refused.code()))
        .until(this::attempt, result -> true);
  }

  private Optional<MoveResult> attempt() {
    if (moves.fleet.catalog().operations().operation(operation.id()).state()
        == OperationState.FAILED) {
      moves.fleet.catalog().operations().retry(operation.id(), "test");
    }
    return mover.run(operation.id(), "successor", MoveListener.NONE);
  }
}
