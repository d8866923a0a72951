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
import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import io.croft.core.Isolation;
import io.croft.core.Placement;
import io.croft.core.TenantId;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** After a move the old home follows the new one, and the tenant can go back without a copy. */
class WayBackIT {

  private static final String WRITES =
      """
      UPDATE entry SET amount = amount + 1 WHERE id % 3 = 0;
      UPDATE entry SET id = -id WHERE id % 10 = 1;
      DELETE FROM entry WHERE id % 7 = 0;
      INSERT INTO entry (account_id, operation, amount)
      SELECT min(id), gen_random_uuid(), 7 FROM account
      """;

  private static final Duration HOLD = Duration.ofMillis(800);

  private final MoveFixture moves = new MoveFixture();
  private final Mover keeping = moves.mover(MoveFixture.PATIENT.withHold(HOLD));

  /** Drives the operation in a thread of its own. */
  private CompletableFuture<Optional<MoveResult>> drive(UUID operation) {
    return CompletableFuture.supplyAsync(
        () -> keeping.run(operation, "keeper", MoveListener.NONE),
        task -> new Thread(task).start());
  }

  private UUID moveWithWayBack(TenantId tenant, Isolation to, String server) {
    return moveWithWayBack(tenant, to, server, Duration.ofHours(1));
  }

  private UUID moveWithWayBack(TenantId tenant, Isolation to, String server, Duration lasts) {
    Operation operation =
        moves.mover.start(MoveOrder.of(tenant, to, server).withWayBack(lasts), "test");
    MoveResult result = moves.mover.run(operation.id(), "test", MoveListener.NONE).orElseThrow();
    assertThat(moves.placement(tenant)).isEqualTo(result.to());
    return result.wayBack().orElseThrow();
  }

  private void write(TenantId tenant) throws SQLException {
    try (Connection session = TenantSession.open(moves.fleet, moves.placement(tenant));
        Statement statement = session.createStatement()) {
      statement.execute(WRITES);
      session.commit();
    }
  }

  private void awaitStep(UUID operation, MoveStep step) {
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> step.word().equals(operation(operation).step()));
  }

  private Operation operation(UUID id) {
    return moves.fleet.catalog().operations().operation(id);
  }

  @ParameterizedTest
  @CsvSource({
    "POOL,eu-1,SCHEMA,eu-1",
    "POOL,eu-1,DATABASE,us-1",
    "POOL,eu-1,POOL,us-1",
    "SCHEMA,eu-1,POOL,eu-1",
    "SCHEMA,eu-1,DATABASE,eu-1",
    "SCHEMA,eu-1,SCHEMA,us-1",
    "DATABASE,eu-1,SCHEMA,eu-1",
    "DATABASE,us-1,POOL,eu-1",
    "DATABASE,eu-1,DATABASE,us-1"
  })
  void bringsTheTenantHomeWithWhatItHasWrittenSince(
      Isolation from, String fromServer, Isolation to, String toServer) throws Exception {
    TenantId tenant = moves.filledTenant(from, fromServer, 10, 20);
    UUID back = moveWithWayBack(tenant, to, toServer);
    Placement away = moves.placement(tenant);
    write(tenant);
    CompletableFuture<Optional<MoveResult>> keeper = drive(back);
    awaitStep(back, MoveStep.HELD);
    write(tenant);
    long lastId = moves.addEntry(tenant);
    List<String> rows = LedgerRows.all(moves.fleet, away);

    moves.mover.cutover(back, null, "test");
    MoveResult result = keeper.get().orElseThrow();

    Placement home = moves.placement(tenant);
    assertThat(home).isEqualTo(result.to());
    assertThat(home.sameHomeKind(from, fromServer)).isTrue();
    assertThat(LedgerRows.all(moves.fleet, home)).isEqualTo(rows);
    assertThat(moves.addEntry(tenant)).isGreaterThan(lastId);
    assertThat(LeftOvers.of(moves.fleet, away)).isEmpty();
    assertThat(LeftOvers.ofStreams(moves.fleet, fromServer)).isEmpty();
    assertThat(LeftOvers.ofStreams(moves.fleet, toServer)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"POOL,eu-1,SCHEMA,eu-1", "SCHEMA,eu-1,DATABASE,us-1", "DATABASE,us-1,POOL,eu-1"})
  void leavesNothingOfTheOldHomeWhenItIsSettled(
      Isolation from, String fromServer, Isolation to, String toServer) throws Exception {
    TenantId tenant = moves.filledTenant(from, fromServer, 5, 10);
    Placement left = moves.placement(tenant);
    UUID back = moveWithWayBack(tenant, to, toServer);
    Placement renewed = Route.of(tenant, operation(back).spec()).to();
    CompletableFuture<Optional<MoveResult>> keeper = drive(back);
    awaitStep(back, MoveStep.HELD);
    write(tenant);

    moves.fleet.catalog().operations().cancel(back, "test");

    assertThat(keeper.get()).isEmpty();
    assertSettled(tenant, back, left, renewed);
  }

  @Test
  void canBeSettledThoughNobodyHasKeptIt() throws Exception {
    for (Isolation from : Isolation.values()) {
      TenantId tenant = moves.filledTenant(from, EU, 5, 10);
      Placement left = moves.placement(tenant);
      UUID back = moveWithWayBack(tenant, DATABASE, US);
      Placement renewed = Route.of(tenant, operation(back).spec()).to();
      settle(back);
      assertSettled(tenant, back, left, renewed);
    }
  }

  private void settle(UUID back) {
    moves.fleet.catalog().operations().cancel(back, "test");
    assertThat(moves.mover.run(back, "test", MoveListener.NONE)).isEmpty();
  }

  @Test
  void isSettledByItselfWhenItsTimeIsOver() throws Exception {
    TenantId tenant = moves.filledTenant(SCHEMA, EU, 5, 10);
    Placement left = moves.placement(tenant);
    UUID back = moveWithWayBack(tenant, POOL, US, Duration.ofSeconds(1));
    Placement renewed = Route.of(tenant, operation(back).spec()).to();
    assertThat(drive(back).get()).isEmpty();
    assertSettled(tenant, back, left, renewed);
  }

  private void assertSettled(TenantId tenant, UUID back, Placement left, Placement renewed)
      throws SQLException {
    assertThat(operation(back).state()).isEqualTo(OperationState.CANCELLED);
    assertThat(LeftOvers.of(moves.fleet, left)).isEmpty();
    assertThat(LeftOvers.of(moves.fleet, renewed)).isEmpty();
    assertThat(LeftOvers.ofStreams(moves.fleet, EU)).isEmpty();
    assertThat(LeftOvers.ofStreams(moves.fleet, US)).isEmpty();
    long id = moves.addEntry(tenant);
    assertThat(id).isPositive();
  }

  @Test
  void goesOnWhereTheProcessThatKeptItHasDied() throws Exception {
    TenantId tenant = moves.filledTenant(SCHEMA, EU, 10, 20);
    UUID back = moveWithWayBack(tenant, DATABASE, US);
    CompletableFuture<Optional<MoveResult>> keeper = drive(back);
    awaitStep(back, MoveStep.HELD);
    write(tenant);
    // Its session at the new home is cut; it lets go, and another takes over.
    try (Connection superuser = moves.fleet.superuser(moves.placement(tenant));
        Statement statement = superuser.createStatement()) {
      statement.execute(
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'croft_mover'");
    }
    assertThatThrownBy(keeper::get).hasCauseInstanceOf(CroftException.class);
    write(tenant);
    List<String> rows = LedgerRows.all(moves.fleet, moves.placement(tenant));

    await().until(() -> !operation(back).driven());
    CompletableFuture<Optional<MoveResult>> successor = drive(back);
    awaitStep(back, MoveStep.HELD);
    moves.mover.cutover(back, null, "test");
    MoveResult result = successor.get().orElseThrow();

    assertThat(result.to().summary()).isEqualTo("schema@eu-1");
    assertThat(LedgerRows.all(moves.fleet, moves.placement(tenant))).isEqualTo(rows);
  }

  @Test
  void outlivesAnErrorThatComesAfterTheSwitch() throws Exception {
    TenantId tenant = moves.filledTenant(SCHEMA, EU, 5, 10);
    Operation there =
        moves.mover.start(
            MoveOrder.of(tenant, DATABASE, US).withWayBack(Duration.ofHours(1)), "test");
    String after = Failpoint.AFTER.name(MoveStep.SWITCHED);
    Failpoint.arm(
        after,
        () -> {
          throw new IllegalStateException("the process is confused");
        });
    try {
      assertThatThrownBy(() -> moves.mover.run(there.id(), "test", MoveListener.NONE))
          .hasMessageContaining("confused");
    } finally {
      Failpoint.disarm();
    }
    moves.fleet.catalog().operations().retry(there.id(), "test");
    UUID back =
        moves
            .mover
            .run(there.id(), "test", MoveListener.NONE)
            .orElseThrow()
            .wayBack()
            .orElseThrow();
    write(tenant);
    List<String> rows = LedgerRows.all(moves.fleet, moves.placement(tenant));
    moves.mover.cutover(back, null, "test");
    MoveResult result = drive(back).get().orElseThrow();
    assertThat(LedgerRows.all(moves.fleet, result.to())).isEqualTo(rows);
  }

  @Test
  void keepsMigrationsOutOfTheHomeThatWasLeft() throws Exception {
    TenantId tenant = moves.filledTenant(SCHEMA, EU, 5, 10);
    Placement left = moves.placement(tenant);
    UUID back = moveWithWayBack(tenant, DATABASE, US);
    try (Connection superuser = moves.fleet.superuser(left);
        Statement migration = superuser.createStatement()) {
      assertThatThrownBy(
              () ->
                  migration.execute(
                      "CREATE FUNCTION \"%s\".late() RETURNS int LANGUAGE sql RETURN 1"
                          .formatted(left.schema())))
          .hasMessageContaining("has moved from here");
    }
    settle(back);
  }

  @Test
  void endsWithAReasonWhenAMigrationChangesTheTables() throws Exception {
    TenantId tenant = moves.filledTenant(POOL, EU, 5, 10);
    UUID back = moveWithWayBack(tenant, DATABASE, US);
    CompletableFuture<Optional<MoveResult>> keeper = drive(back);
    awaitStep(back, MoveStep.HELD);
    try (Connection superuser = moves.fleet.superuser(moves.placement(tenant));
        Statement statement = superuser.createStatement()) {
      statement.execute("ALTER TABLE app.entry ADD COLUMN late text");
    }
    moves.addEntry(tenant);
    assertThatThrownBy(keeper::get)
        .cause()
        .asInstanceOf(type(CroftException.class))
        .extracting(CroftException::code)
        .isEqualTo(ErrorCode.SCHEMA_DIFFERS);
    assertThat(LeftOvers.ofStreams(moves.fleet, US)).isEmpty();

    moves.fleet.catalog().operations().retry(back, "test");
    assertThatThrownBy(() -> moves.mover.run(back, "test", MoveListener.NONE))
        .asInstanceOf(type(CroftException.class))
        .extracting(CroftException::code)
        .isEqualTo(ErrorCode.WAY_BACK_LOST);
    moves.fleet.catalog().operations().cancel(back, "test");
    assertThat(moves.mover.run(back, "test", MoveListener.NONE)).isEmpty();
    assertThat(LeftOvers.ofStreams(moves.fleet, EU)).isEmpty();
    long id = moves.addEntry(tenant);
    assertThat(id).isPositive();
  }
}
