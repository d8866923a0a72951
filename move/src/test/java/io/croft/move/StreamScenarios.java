package io.croft.move;

import static io.croft.testbed.TestFleet.EU;

import io.croft.catalog.Operation;
import io.croft.core.ErrorCode;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** Changes that reach the new home late, twice, or were on their way when something died. */
final class StreamScenarios {

  private static final String ONE_MORE =
      """
      INSERT INTO entry (account_id, operation, amount)
      SELECT min(id), gen_random_uuid(), 1 FROM account
      """;

  private static final String MOVER_WAITS =
      """
      SELECT count(*) > 0 FROM pg_stat_activity
      WHERE application_name = 'croft mover %s' AND wait_event_type = 'Lock'
      """;

  private StreamScenarios() {}

  /** A server that crashes sends again what was applied and confirmed. */
  static List<String> slotThatForgets() throws Exception {
    try (GuardTrial trial = new GuardTrial()) {
      trial.moves.commitBeforeAcknowledging();
      Route route = trial.start(trial.order().held());
      CompletableFuture<Optional<ErrorCode>> move = trial.drive(trial.moves.mover);
      trial.awaitStep(MoveStep.HELD);
      trial.write(ONE_MORE);
      trial.awaitTrue(route.to(), "SELECT count(*) = 21 FROM entry");
      trial.moves.fleet.server(EU).kill();
      trial.moves.fleet.server(EU).restart();
      requireFailed(move);
      trial.moves.mover.cutover(trial.operation().id(), null, "test");
      return trial.requireArrived(trial.run()).findings();
    }
  }

  /** The mover has a change in its hands, and loses the new home before it is committed there. */
  static List<String> deathBeforeTheCommit() throws Exception {
    try (GuardTrial trial = new GuardTrial()) {
      Route route = trial.start(trial.order().held());
      CompletableFuture<Optional<ErrorCode>> move = trial.drive(trial.moves.mover);
      trial.awaitStep(MoveStep.HELD);
      try (Connection locked = locked(trial, route, "entry")) {
        trial.write(ONE_MORE);
        awaitMoverWaits(trial, route);
        trial.asSuperuser(
            route.to(),
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
                + " WHERE application_name = 'croft mover %s'".formatted(trial.tenant));
        requireFailed(move);
        locked.rollback();
      }
      trial.moves.mover.cutover(trial.operation().id(), null, "test");
      return trial.requireArrived(trial.run()).findings();
    }
  }

  /**
   * When the home is shut, one change waits at the new home and one has been read but for its
   * commit.
   */
  static List<String> changesAppliedLate() throws Exception {
    try (GuardTrial trial = new GuardTrial();
        Locks locks = new Locks()) {
      Route route = trial.start(trial.order());
      GuardTrial.at(
          "fenced.before",
          () -> {
            locks.take(trial, route, "account");
            locks.take(trial, route, "entry");
            trial.write("UPDATE account SET balance = balance + 1");
            awaitMoverWaits(trial, route);
            trial.write(ONE_MORE);
            GuardTrial.at("drained.before", locks::release);
          });
      return trial.requireArrived(trial.run()).findings();
    }
  }

  /** What the move itself has written at the new home comes back over the way back. */
  static List<String> changesBeforeTheOpening() throws Exception {
    try (GuardTrial trial = new GuardTrial()) {
      trial.start(trial.order().withWayBack(Duration.ofHours(1)));
      GuardTrial.at("returnable.recorded", () -> trial.write(CopyScenarios.ONE_LESS_ONE_MORE));
      trial.requireArrived(trial.run());
      UUID back = WayBack.of(trial.operation().spec()).orElseThrow().operation();
      trial.write(ONE_MORE);
      Operation asked = trial.moves.mover.cutover(back, null, "test");
      trial.follow(asked);
      return trial.requireArrived(trial.run()).findings();
    }
  }

  private static void requireFailed(CompletableFuture<Optional<ErrorCode>> move) throws Exception {
    if (move.get(60, TimeUnit.SECONDS).isEmpty()) {
      throw new IllegalStateException("the mover has not noticed");
    }
  }

  /** Nobody but the holder writes to the table; who reads may. */
  private static Connection locked(GuardTrial trial, Route route, String table)
      throws SQLException {
    Connection superuser = trial.superuser(route.to());
    superuser.setAutoCommit(false);
    try (Statement statement = superuser.createStatement()) {
      statement.execute("LOCK TABLE " + table + " IN EXCLUSIVE MODE");
    }
    return superuser;
  }

  private static void awaitMoverWaits(GuardTrial trial, Route route) {
    trial.awaitTrue(route.to(), MOVER_WAITS.formatted(trial.tenant));
  }

  /** Two locks at the new home, which are let go one after the other. */
  private static final class Locks implements AutoCloseable {

    /** Beyond doubt the mover has gone on by then, if it does not wait. */
    private static final Executor LATER =
        CompletableFuture.delayedExecutor(1500, TimeUnit.MILLISECONDS);

    private final List<Connection> held = new ArrayList<>();
    private CompletableFuture<Void> released = CompletableFuture.completedFuture(null);

    void take(GuardTrial trial, Route route, String table) throws SQLException {
      held.add(locked(trial, route, table));
    }

    /** Lets go of the first at once. */
    void release() throws SQLException {
      held.get(0).rollback();
      released = CompletableFuture.runAsync(() -> release(held.get(1)), LATER);
    }

    private static void release(Connection lock) {
      try {
        lock.rollback();
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public void close() throws SQLException {
      released.join();
      for (Connection lock : held) {
        lock.close();
      }
    }
  }
}
