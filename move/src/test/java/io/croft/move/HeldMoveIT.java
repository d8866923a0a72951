package io.croft.move;

import static io.croft.core.Isolation.DATABASE;
import static io.croft.core.Isolation.POOL;
import static io.croft.core.Isolation.SCHEMA;
import static io.croft.testbed.TestFleet.EU;
import static io.croft.testbed.TestFleet.US;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;
import static org.awaitility.Awaitility.await;

import io.croft.catalog.Operation;
import io.croft.catalog.OperationState;
import io.croft.catalog.Step;
import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import io.croft.core.Placement;
import io.croft.core.TenantId;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** A move that waits before its fence; one that is taken up again; and the look back afterwards. */
class HeldMoveIT {

  private final MoveFixture moves = new MoveFixture();

  private CompletableFuture<Optional<MoveResult>> drive(Operation operation) {
    return CompletableFuture.supplyAsync(
        () -> moves.mover.run(operation.id(), "test", MoveListener.NONE),
        task -> new Thread(task).start());
  }

  private void awaitHeld(UUID operation) {
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> MoveStep.HELD.word().equals(operation(operation).step()));
  }

  private Operation operation(UUID id) {
    return moves.fleet.catalog().operations().operation(id);
  }

  private Operation held(TenantId tenant) {
    return moves.mover.start(MoveOrder.of(tenant, SCHEMA, US).held(), "test");
  }

  private Step step(Operation operation, MoveStep wanted) {
    return moves.fleet.catalog().operations().steps(operation.id()).stream()
        .filter(step -> step.name().equals(wanted.word()))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void waitsAtTheOldHomesHeelsForTheCutover() throws Exception {
    TenantId tenant = moves.filledTenant(POOL, EU, 5, 10);
    Placement before = moves.placement(tenant);
    Operation operation = held(tenant);
    CompletableFuture<Optional<MoveResult>> move = drive(operation);
    awaitHeld(operation.id());
    long id = moves.addEntry(tenant);
    assertThat(moves.placement(tenant)).isEqualTo(before);
    List<String> rows = LedgerRows.all(moves.fleet, before);

    Operation asked = moves.mover.cutover(operation.id(), Instant.now().plusSeconds(1), "test");

    assertThat(asked.state()).isEqualTo(OperationState.RUNNING);
    Placement after = move.get().orElseThrow().to();
    assertThat(LedgerRows.all(moves.fleet, after)).isEqualTo(rows);
    assertThat(moves.addEntry(tenant)).isGreaterThan(id);
  }

  @Test
  void isUndoneWhileItWaits() throws Exception {
    TenantId tenant = moves.filledTenant(POOL, EU, 5, 10);
    Placement before = moves.placement(tenant);
    Operation operation = held(tenant);
    CompletableFuture<Optional<MoveResult>> move = drive(operation);
    awaitHeld(operation.id());
    moves.fleet.catalog().operations().cancel(operation.id(), "test");
    assertThat(move.get()).isEmpty();
    assertThat(moves.placement(tenant)).isEqualTo(before);
    assertThat(LeftOvers.ofStreams(moves.fleet, EU)).isEmpty();
  }

  @Test
  void hasNoMomentToChooseUnlessItWaits() throws Exception {
    TenantId tenant = moves.filledTenant(POOL, EU, 1, 1);
    Operation operation = moves.mover.start(tenant, SCHEMA, EU, "test");
    assertThatThrownBy(() -> moves.mover.cutover(operation.id(), null, "test"))
        .asInstanceOf(type(CroftException.class))
        .extracting(CroftException::code)
        .isEqualTo(ErrorCode.ARGUMENT_INVALID);
    moves.fleet.catalog().operations().cancel(operation.id(), "test");
  }

  @Test
  void goesOnWithWhatAnEarlierAttemptHasCopied() throws Exception {
    TenantId tenant = moves.filledTenant(POOL, EU, 5, 10);
    Operation operation = held(tenant);
    Instant copied = breaksWhileHeld(operation);
    moves.addEntry(tenant);
    List<String> rows = LedgerRows.all(moves.fleet, moves.placement(tenant));

    moves.fleet.catalog().operations().retry(operation.id(), "test");
    moves.mover.cutover(operation.id(), null, "test");
    MoveResult result = drive(operation).get().orElseThrow();

    assertThat(step(operation, MoveStep.COPIED).started()).isEqualTo(copied);
    assertThat(LedgerRows.all(moves.fleet, result.to())).isEqualTo(rows);
    assertThat(LeftOvers.ofStreams(moves.fleet, EU)).isEmpty();
  }

  @Test
  void copiesAnewWhereTheStreamOfAnEarlierAttemptIsGone() throws Exception {
    TenantId tenant = moves.filledTenant(DATABASE, EU, 5, 10);
    Operation operation = held(tenant);
    Instant copied = breaksWhileHeld(operation);
    try (Connection superuser = moves.fleet.superuser(moves.placement(tenant));
        Statement statement = superuser.createStatement()) {
      statement.execute(
          "SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots"
              + " WHERE database = current_database()");
    }
    moves.addEntry(tenant);
    List<String> rows = LedgerRows.all(moves.fleet, moves.placement(tenant));

    moves.fleet.catalog().operations().retry(operation.id(), "test");
    moves.mover.cutover(operation.id(), null, "test");
    MoveResult result = drive(operation).get().orElseThrow();

    assertThat(step(operation, MoveStep.COPIED).started()).isAfter(copied);
    assertThat(LedgerRows.all(moves.fleet, result.to())).isEqualTo(rows);
  }

  /** Returns when its copy began. */
  private Instant breaksWhileHeld(Operation operation) throws SQLException {
    CompletableFuture<Optional<MoveResult>> first = drive(operation);
    awaitHeld(operation.id());
    endSessions(operation.tenant());
    assertThatThrownBy(first::get).hasCauseInstanceOf(CroftException.class);
    return step(operation, MoveStep.COPIED).started();
  }

  private void endSessions(TenantId tenant) throws SQLException {
    try (Connection superuser = moves.fleet.superuser(moves.placement(tenant));
        Statement statement = superuser.createStatement()) {
      statement.execute(
          "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
              + " WHERE application_name = 'croft mover %s'".formatted(tenant));
    }
  }

  @Test
  void keepsTheOldHomeWhenItDiffersFromTheNewOneAfterTheSwitch() throws Exception {
    TenantId tenant = moves.filledTenant(SCHEMA, EU, 5, 10);
    Placement old = moves.placement(tenant);
    Operation operation = moves.mover.start(tenant, DATABASE, US, MoveMode.STREAMED, "test");
    assertRefused(
        () ->
            moves.mover.run(
                operation.id(), "test", (step, detail) -> changeAfterTheSwitch(step, old)));
    assertThat(operation(operation.id()).state()).isEqualTo(OperationState.FAILED);
    assertThat(moves.placement(tenant).summary()).isEqualTo("database@us-1");
    long id = moves.addEntry(tenant);
    assertThat(id).isPositive();

    moves.fleet.catalog().operations().retry(operation.id(), "test");
    assertRefused(() -> moves.mover.run(operation.id(), "test", MoveListener.NONE));
    assertThat(LeftOvers.of(moves.fleet, old)).isNotEmpty();

    moves.mover.acceptDifferences(operation.id(), "test");
    moves.fleet.catalog().operations().retry(operation.id(), "test");
    assertThat(moves.mover.run(operation.id(), "test", MoveListener.NONE)).isPresent();
    assertThat(LeftOvers.of(moves.fleet, old)).isEmpty();
  }

  private void changeAfterTheSwitch(MoveStep step, Placement old) {
    if (step != MoveStep.FOLLOWED) {
      return;
    }
    try (Connection superuser = moves.fleet.superuser(old);
        Statement statement = superuser.createStatement()) {
      statement.execute("SET session_replication_role = replica");
      statement.execute(
          "ALTER TABLE \"%s\".entry DISABLE TRIGGER croft_guard".formatted(old.schema()));
      statement.execute(
          "UPDATE \"%s\".entry SET amount = amount + 1 WHERE id = 1".formatted(old.schema()));
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void assertRefused(ThrowingCallable move) {
    assertThatThrownBy(move)
        .asInstanceOf(type(CroftException.class))
        .extracting(CroftException::code)
        .isEqualTo(ErrorCode.VERIFICATION_FAILED);
  }
}
