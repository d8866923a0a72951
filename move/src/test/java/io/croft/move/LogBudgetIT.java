package io.croft.move;

import static io.croft.core.Isolation.DATABASE;
import static io.croft.core.Isolation.POOL;
import static io.croft.core.Isolation.SCHEMA;
import static io.croft.testbed.TestFleet.EU;
import static io.croft.testbed.TestFleet.US;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.croft.catalog.Operation;
import io.croft.catalog.OperationState;
import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import io.croft.core.Placement;
import io.croft.core.TenantId;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The slots of a move keep no more of a server's log than they may. */
@Timeout(120)
class LogBudgetIT {

  private static final long BUDGET = 80L << 20;

  /** Each takes a segment of the log, of 16 MiB, at nearly no cost. */
  private static final int SEGMENTS = 7;

  private final MoveFixture moves = new MoveFixture();
  private final Mover frugal = moves.mover(MoveFixture.PATIENT.withLogBudget(BUDGET));

  @AfterEach
  void nothingIsLeft() throws SQLException {
    assertThat(LeftOvers.ofStreams(moves.fleet, EU)).isEmpty();
    assertThat(LeftOvers.ofStreams(moves.fleet, US)).isEmpty();
  }

  private void execute(String server, String... commands) throws SQLException {
    try (Connection superuser = moves.fleet.server(server).connect(Placement.SHARED_DATABASE);
        Statement statement = superuser.createStatement()) {
      for (String command : commands) {
        statement.execute(command);
      }
    }
  }

  private void writeLog(String server) throws SQLException {
    for (int i = 0; i < SEGMENTS; i++) {
      execute(
          server,
          "SELECT pg_logical_emit_message(false, 'test', 'fills')",
          "SELECT pg_switch_wal()");
    }
  }

  /** Begins a transaction that has written: while it lasts, no slot can do without its log. */
  private Connection beginWriting(String server) throws SQLException {
    Connection unfinished = moves.fleet.server(server).connect(Placement.SHARED_DATABASE);
    unfinished.setAutoCommit(false);
    try (Statement statement = unfinished.createStatement()) {
      statement.execute("SELECT pg_logical_emit_message(true, 'test', 'unfinished')");
    }
    return unfinished;
  }

  /**
   * Returns how many bytes of log are kept for a move as its progress says; -1 when it does not.
   */
  private long saysItKeeps(Operation operation) {
    return MoveProgress.of(operation(operation.id()).progress())
        .flatMap(MoveProgress::log)
        .orElse(-1L);
  }

  /** Returns how many bytes of log the slots of moves keep at a server; -1 when there is none. */
  private long kept(String server) throws SQLException {
    try (Connection superuser = moves.fleet.server(server).connect(Placement.SHARED_DATABASE);
        Statement statement = superuser.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT coalesce(max(pg_current_wal_lsn() - restart_lsn), -1)"
                    + " FROM pg_replication_slots WHERE starts_with(slot_name, 'croft_move_')")) {
      row.next();
      return row.getLong(1);
    }
  }

  private Operation operation(UUID id) {
    return moves.fleet.catalog().operations().operation(id);
  }

  private void cancel(UUID operation) {
    moves.fleet.catalog().operations().cancel(operation, "test");
    moves.mover.run(operation, "test", MoveListener.NONE);
  }

  /** Drives the operation in a thread of its own. */
  private static CompletableFuture<Optional<MoveResult>> drive(Mover mover, UUID operation) {
    return CompletableFuture.supplyAsync(
        () -> mover.run(operation, "keeper", MoveListener.NONE), task -> new Thread(task).start());
  }

  @Test
  void aMoveWhoseSlotKeepsTooMuchLogEndsAndTheLogIsFreeWhateverTheMoveIsBusyWith()
      throws SQLException {
    TenantId tenant = moves.filledTenant(POOL, EU, 5, 20);
    Placement before = moves.placement(tenant);
    List<String> rows = LedgerRows.all(moves.fleet, before);
    Operation operation = frugal.start(tenant, SCHEMA, US, MoveMode.STREAMED, "test");

    CroftException refused =
        catchThrowableOfType(
            CroftException.class,
            () -> frugal.run(operation.id(), "test", (step, detail) -> writeLogAfterCopy(step)));

    assertThat(refused.code()).as(refused.getMessage()).isEqualTo(ErrorCode.LOG_BUDGET_EXCEEDED);
    assertThat(refused.getMessage()).contains("server eu-1", "allowed are 80 MB");
    assertThat(operation(operation.id()).state()).isEqualTo(OperationState.FAILED);
    assertThat(moves.placement(tenant)).isEqualTo(before);
    assertThat(LedgerRows.all(moves.fleet, before)).isEqualTo(rows);
    assertThat(LeftOvers.of(moves.fleet, Route.of(tenant, operation.spec()).to())).isEmpty();
    moves.addEntry(tenant);
    moves.fleet.catalog().operations().retry(operation.id(), "test");
    assertThat(frugal.run(operation.id(), "test", MoveListener.NONE)).isPresent();
  }

  /** The step does not end before the log is free. */
  private void writeLogAfterCopy(MoveStep step) {
    if (step == MoveStep.COPIED) {
      try {
        writeLog(EU);
        await().atMost(Duration.ofSeconds(20)).until(() -> kept(EU) == -1);
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  @Test
  void aServerThatKeepsTooLittleLogForSlotsIsRefusedBeforehand() throws SQLException {
    TenantId tenant = moves.filledTenant(SCHEMA, EU, 5, 20);
    execute(EU, "ALTER SYSTEM SET max_slot_wal_keep_size = '64MB'", "SELECT pg_reload_conf()");
    try {
      await()
          .untilAsserted(
              () ->
                  assertThat(moves.mover.preview(tenant, POOL, US, MoveMode.STREAMED).problems())
                      .anySatisfy(
                          problem ->
                              assertThat(problem)
                                  .contains("may keep 51 MB", "max_slot_wal_keep_size", "80 MB")));
      Operation operation = moves.mover.start(tenant, POOL, US, MoveMode.STREAMED, "test");
      CroftException refused =
          catchThrowableOfType(
              CroftException.class,
              () -> moves.mover.run(operation.id(), "test", MoveListener.NONE));
      assertThat(refused.code()).as(refused.getMessage()).isEqualTo(ErrorCode.MOVE_UNSUPPORTED);
      assertThat(refused.getMessage()).contains("max_slot_wal_keep_size");
      cancel(operation.id());
    } finally {
      execute(EU, "ALTER SYSTEM RESET max_slot_wal_keep_size", "SELECT pg_reload_conf()");
    }
  }

  @Test
  void aCopyOnTheSameServerIsCountedBeforehandSinceTheSlotKeepsItsLog() {
    LogBudget budget = new LogBudget(EU, 1L << 30, true);
    Placement home = Placement.of(TenantId.of(UUID.randomUUID().toString()), SCHEMA, EU, 1);
    Rehearsal large = new Rehearsal(1_000_000, 2L << 30, Duration.ofSeconds(9), true);
    assertThat(budget.problem(LogBudget.written(home, EU, large))).isPresent();
    assertThat(budget.problem(LogBudget.written(home, US, large))).isEmpty();
  }

  @Test
  void aWayBackThatNobodyHasKeptForTooLongEnds() throws SQLException {
    TenantId tenant = moves.filledTenant(POOL, EU, 5, 20);
    Operation forth =
        frugal.start(MoveOrder.of(tenant, DATABASE, US).withWayBack(Duration.ofHours(1)), "test");
    UUID back =
        frugal.run(forth.id(), "test", MoveListener.NONE).orElseThrow().wayBack().orElseThrow();
    writeLog(US);

    CroftException lost =
        catchThrowableOfType(
            CroftException.class, () -> frugal.run(back, "test", MoveListener.NONE));

    assertThat(lost.code()).as(lost.getMessage()).isEqualTo(ErrorCode.WAY_BACK_LOST);
    assertThat(lost.getMessage()).contains("server us-1 keeps");
    assertThat(kept(US)).isEqualTo(-1);
    assertThat(operation(back).state()).isEqualTo(OperationState.FAILED);
    moves.addEntry(tenant);
    cancel(back);
  }

  @Test
  void aMoveThatWaitsLetsTheServerForgetItsLogThoughTheTenantWritesNothing() throws Exception {
    TenantId tenant = moves.filledTenant(POOL, EU, 5, 20);
    Operation operation =
        moves.mover.start(MoveOrder.of(tenant, SCHEMA, US).in(MoveMode.STREAMED).held(), "test");
    CompletableFuture<Optional<MoveResult>> driver = drive(moves.mover, operation.id());
    try {
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> MoveStep.HELD.word().equals(operation(operation.id()).step()));
      try (Connection unfinished = beginWriting(EU)) {
        writeLog(EU);
        assertThat(kept(EU)).isGreaterThan(BUDGET);
        await().atMost(Duration.ofSeconds(20)).until(() -> saysItKeeps(operation) > BUDGET);
        unfinished.rollback();
      }
      await()
          .atMost(Duration.ofSeconds(60))
          .until(
              () -> {
                execute(EU, "CHECKPOINT");
                return kept(EU) < BUDGET / 2;
              });
      moves.mover.cutover(operation.id(), null, "test");
      assertThat(driver.get()).isPresent();
    } finally {
      if (!driver.isDone()) {
        moves.fleet.catalog().operations().cancel(operation.id(), "test");
        driver.get(60, TimeUnit.SECONDS);
      }
    }
  }
}
