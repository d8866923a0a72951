package io.croft.move;

import static io.croft.core.Isolation.POOL;
import static io.croft.core.Isolation.SCHEMA;
import static io.croft.testbed.TestFleet.EU;
import static io.croft.testbed.TestFleet.US;
import static org.assertj.core.api.Assertions.assertThat;

import io.croft.catalog.Operation;
import io.croft.core.Isolation;
import io.croft.core.TenantId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What the servers and the catalog tell of real moves is a behaviour of the specification, while a
 * client writes all the time.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MoveTraceIT {

  private final MoveFixture moves = new MoveFixture();

  private @Nullable MoveTrace fencedTwice;

  @TempDir private Path directory;

  /** Something that is done to a tenant while it is recorded. */
  private interface Course {
    void run(TenantId tenant, TracedClient client) throws Exception;
  }

  private MoveTrace record(Isolation isolation, String server, MoveMode mode, Course course)
      throws Exception {
    TenantId tenant = moves.filledTenant(isolation, server, 3, 0);
    try (MoveRecorder recorder = new MoveRecorder(moves.fleet, tenant, mode)) {
      TracedClient client = new TracedClient(moves.fleet, tenant);
      try (client) {
        client.write(1);
        course.run(tenant, client);
        client.write(1);
      }
      MoveTrace trace = recorder.trace();
      assertThat(trace.ids()).isEqualTo(client.acknowledged());
      return trace;
    }
  }

  private void assertBehaviour(MoveTrace trace) throws Exception {
    Replay replay = Replay.of(trace, Files.createDirectory(directory.resolve("model")));
    assertThat(replay.accepted()).as("stuck at %s", replay.stuck()).isTrue();
  }

  private void resume(Operation operation) {
    new Resumption(moves, operation).run();
  }

  private Operation start(TenantId tenant, Isolation to, String server, MoveMode mode) {
    return moves.mover.start(tenant, to, server, mode, "test");
  }

  @Test
  void streamsAndReturnsOverTheWayBack() throws Exception {
    MoveTrace trace =
        record(
            POOL,
            EU,
            MoveMode.STREAMED,
            (tenant, client) -> {
              Operation there =
                  moves.mover.start(
                      MoveOrder.of(tenant, SCHEMA, US).withWayBack(Duration.ofHours(1)), "test");
              MoveResult gone =
                  moves.mover.run(there.id(), "test", MoveListener.NONE).orElseThrow();
              client.write(2);
              UUID back = gone.wayBack().orElseThrow();
              moves.mover.cutover(back, null, "test");
              Optional<MoveResult> home = moves.mover.run(back, "test", MoveListener.NONE);
              assertThat(home.orElseThrow().to().summary()).isEqualTo("pool@eu-1");
            });
    assertBehaviour(trace);
  }

  @Test
  void isStreamedOnByAnotherProcessAfterItsMoverWasKilled() throws Exception {
    assertBehaviour(
        record(
            SCHEMA,
            EU,
            MoveMode.STREAMED,
            (tenant, client) -> {
              Operation operation = start(tenant, POOL, EU, MoveMode.STREAMED);
              MoverProcess.killAt(moves.fleet, operation, "switched.before", directory);
              client.write(2);
              resume(operation);
            }));
  }

  /** Both homes are on one server, so that its log tells the order of everything in them. */
  private MoveTrace fencedTwice() throws Exception {
    MoveTrace known = fencedTwice;
    if (known == null) {
      known =
          record(
              POOL,
              EU,
              MoveMode.STREAMED,
              (tenant, client) -> {
                Operation operation = start(tenant, SCHEMA, EU, MoveMode.STREAMED);
                runLate("drained.after", operation);
              });
      fencedTwice = known;
    }
    return known;
  }

  @Test
  void isFencedAgainWhenTheLeaseHasRunOut() throws Exception {
    MoveTrace trace = fencedTwice();
    assertThat(shut(trace)).hasSize(2);
    assertBehaviour(trace);
  }

  private static List<TraceEntry> shut(MoveTrace trace) {
    return trace.of(TraceEntry.Side.A).stream()
        .filter(
            entry -> entry instanceof TraceEntry.Home home && home.row().state().equals("closed"))
        .toList();
  }

  @ParameterizedTest
  @EnumSource(FalsifiedTrace.Lie.class)
  void refusesWhatMustNotHappen(FalsifiedTrace.Lie lie) throws Exception {
    FalsifiedTrace falsified = FalsifiedTrace.of(fencedTwice(), lie);
    Replay replay = Replay.of(falsified.trace(), directory);
    assertThat(replay.accepted()).isFalse();
    // Everything before it is followed, and it is not.
    assertThat(replay.followed().get(1)).as("of %s", lie).isEqualTo(falsified.index());
  }

  @Test
  void isCopiedAgainWhenTheLeaseHasRunOut() throws Exception {
    assertBehaviour(
        record(
            SCHEMA,
            EU,
            MoveMode.FENCED_COPY,
            (tenant, client) -> {
              Operation operation = start(tenant, POOL, US, MoveMode.FENCED_COPY);
              runLate("verified.after", operation);
            }));
  }

  @Test
  void bringsACopyNearerBeforeTheFenceWhenTheTenantHasWrittenMeanwhile() throws Exception {
    MoveTrace trace =
        record(
            POOL,
            EU,
            MoveMode.FENCED_COPY,
            (tenant, client) -> {
              Operation operation = start(tenant, SCHEMA, EU, MoveMode.FENCED_COPY);
              Failpoint.arm(Failpoint.AFTER.name(MoveStep.COPIED), () -> writeMore(client));
              try {
                moves.mover.run(operation.id(), "test", MoveListener.NONE);
              } finally {
                assertThat(Failpoint.disarm()).isFalse();
              }
            });
    assertThat(copies(trace)).hasSizeGreaterThan(1);
    assertBehaviour(trace);
  }

  private static void writeMore(TracedClient client) {
    try {
      client.write(1);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns what the new home has held, one after the other, before it was opened. */
  private static List<Set<Integer>> copies(MoveTrace trace) {
    return trace.of(TraceEntry.Side.B).stream()
        .filter(TraceEntry.Home.class::isInstance)
        .map(TraceEntry.Home.class::cast)
        .filter(home -> home.row().state().equals("preparing") && home.compared())
        .<Set<Integer>>map(TraceEntry.Home::holds)
        .distinct()
        .toList();
  }

  private void runLate(String failpoint, Operation operation) {
    Duration lease = Duration.ofSeconds(1);
    Failpoint.arm(failpoint, () -> LockSupport.parkNanos(lease.plusMillis(300).toNanos()));
    try {
      moves
          .mover(MoveSettings.DEFAULT.withLease(lease))
          .run(operation.id(), "test", MoveListener.NONE);
    } finally {
      assertThat(Failpoint.disarm()).isFalse();
    }
  }

  @Test
  void isOpenedByARouterWhenTheMoverIsKilledAfterTheSwitch() throws Exception {
    assertBehaviour(
        record(
            POOL,
            EU,
            MoveMode.FENCED_COPY,
            (tenant, client) -> {
              Operation operation = start(tenant, SCHEMA, EU, MoveMode.FENCED_COPY);
              MoverProcess.killAt(moves.fleet, operation, "switched.after", directory);
              client.write(2);
              resume(operation);
            }));
  }

  @Test
  void isUndoneAndThenMovedByACopyOfItsOwn() throws Exception {
    assertBehaviour(
        record(
            POOL,
            EU,
            MoveMode.STREAMED,
            (tenant, client) -> {
              Operation first = start(tenant, SCHEMA, US, MoveMode.STREAMED);
              MoverProcess.killAt(moves.fleet, first, "fenced.after", directory);
              client.write(1);
              moves.fleet.catalog().operations().cancel(first.id(), "test");
              resume(first);
              client.write(1);
              resume(start(tenant, SCHEMA, US, MoveMode.STREAMED));
            }));
  }
}
