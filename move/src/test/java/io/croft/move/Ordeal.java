package io.croft.move;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.croft.catalog.Operation;
import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import io.croft.core.Placement;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Lets faults befall moves, and brings the moves to an end. */
final class Ordeal {

  /** So much later than the end of a fault may be a client's error that comes of it. */
  private static final long GRACE = Duration.ofSeconds(5).toNanos();

  private static final int ALIVE = 20;

  private final MoveFixture moves;
  private final MoverAtRisk atRisk;
  private final Path directory;

  /**
   * A fault that has come.
   *
   * @param failure what the move ended with; empty when it came to its end
   */
  record Blow(Cell cell, long began, long ended, Optional<CroftException> failure) {

    /** A server on the tenant's own way was down, and a client's connection to it broke. */
    boolean excuses(LedgerClients.Shown shown) {
      return cell.stopsTenant() && breaks(shown);
    }

    /** A client's connection broke at the time of the fault. */
    boolean breaks(LedgerClients.Shown shown) {
      return shown.atNanos() - began >= 0
          && shown.atNanos() - ended <= GRACE
          && shown.error() instanceof SQLException e
          && e.getSQLState() != null
          && (e.getSQLState().startsWith("08") || e.getSQLState().startsWith("57P0"));
    }
  }

  /**
   * @param directory for the files of processes that are killed
   */
  Ordeal(MoveFixture moves, MoverAtRisk atRisk, Path directory) {
    this.moves = moves;
    this.atRisk = atRisk;
    this.directory = directory;
  }

  /** Runs a move and lets the fault of the cell befall it. */
  Blow strike(Operation operation, Cell cell) throws Exception {
    if (cell.fault() == Fault.KILL) {
      long began = System.nanoTime();
      MoverProcess.killAt(moves.fleet, operation, cell.failpoint(), directory);
      return new Blow(cell, began, System.nanoTime(), Optional.of(killed()));
    }
    FaultyRun run = new FaultyRun(atRisk.mover(), moves.fleet.catalog().operations(), operation);
    Route route = Route.of(operation.tenant(), operation.spec());
    Optional<CroftException> failure =
        run.run(cell.failpoint(), Outage.of(cell.fault(), atRisk, route));
    await()
        .atMost(Duration.ofSeconds(40))
        .untilAsserted(() -> assertThat(run.threadsLeft()).isEmpty());
    return new Blow(cell, run.beganAt(), run.endedAt(), failure);
  }

  private static CroftException killed() {
    return new CroftException(ErrorCode.INTERRUPTED, "the process was killed", "resume the move");
  }

  /** Returns what each of those threads that belongs to a move is doing. */
  static List<String> threadsOfMoves(Predicate<Thread> which) {
    return Thread.getAllStackTraces().entrySet().stream()
        .filter(thread -> thread.getKey().getName().startsWith("croft move"))
        .filter(thread -> which.test(thread.getKey()))
        .map(thread -> thread.getKey() + " at\n" + lines(thread.getValue()))
        .toList();
  }

  private static String lines(StackTraceElement[] stack) {
    return Stream.of(stack).map(String::valueOf).collect(Collectors.joining("\n"));
  }

  /** Returns whether no move of this process works any more. */
  static boolean noThreadIsLeft() {
    return threadsOfMoves(thread -> true).isEmpty();
  }

  /**
   * Lets another mover end the move, where that is not done.
   *
   * @param undo whether it is undone, if it has not switched
   */
  TrialResult.Outcome conclude(Operation operation, Blow blow, boolean undo) {
    if (blow.failure().isEmpty()) {
      return TrialResult.Outcome.SURVIVED;
    }
    assertThat(blow.failure().get().code()).isNotEqualTo(ErrorCode.VERIFICATION_FAILED);
    Resumption resumption = new Resumption(moves, operation);
    if (undo && !blow.cell().pastSwitch()) {
      moves.fleet.catalog().operations().cancel(operation.id(), "test");
      if (resumption.run().isEmpty()) {
        return TrialResult.Outcome.UNDONE;
      }
      // The fault has left the old home in reach: the move has switched before it noticed.
      assertThat(blow.cell().underFence()).isTrue();
      return TrialResult.Outcome.FINISHED;
    }
    assertThat(resumption.run()).isPresent();
    return TrialResult.Outcome.FINISHED;
  }

  /** The tenant's clients are served. */
  static void work(LedgerClients clients) {
    int before = clients.acknowledged().size();
    await()
        .atMost(Duration.ofSeconds(15))
        .until(() -> clients.acknowledged().size() >= before + ALIVE);
  }

  /** The tenant lives in {@code home} alone, and nothing tells that anybody was moved. */
  void requireNothingLeft(Route route, Placement home) throws SQLException {
    requireLeft(route, home);
    List<String> found = new ArrayList<>(LeftOvers.ofStreams(moves.fleet, route.from().server()));
    found.addAll(LeftOvers.ofStreams(moves.fleet, route.to().server()));
    found.addAll(LeftOvers.ofStreams(moves.fleet, home));
    assertThat(found).isEmpty();
  }

  /** The tenant lives in {@code home} alone, and nothing tells that this operation has moved it. */
  void requireNothingLeft(Operation operation, Placement home) throws SQLException {
    Route route = Route.of(operation.tenant(), operation.spec());
    requireLeft(route, home);
    List<String> found = new ArrayList<>();
    for (Placement end : List.of(route.from(), route.to())) {
      found.addAll(LeftOvers.ofStream(moves.fleet, end.server(), operation));
    }
    found.addAll(LeftOvers.ofStream(moves.fleet, home, operation));
    assertThat(found).isEmpty();
  }

  private void requireLeft(Route route, Placement home) throws SQLException {
    Placement left = home.equals(route.to()) ? route.from() : route.to();
    assertThat(moves.placement(home.tenant())).isEqualTo(home);
    assertThat(OpenHomes.of(moves.fleet, route)).containsExactly(home);
    assertThat(LeftOvers.of(moves.fleet, left)).isEmpty();
  }
}
