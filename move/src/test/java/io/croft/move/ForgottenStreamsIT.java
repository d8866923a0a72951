package io.croft.move;

import static io.croft.core.Isolation.DATABASE;
import static io.croft.core.Isolation.POOL;
import static io.croft.core.Isolation.SCHEMA;
import static io.croft.testbed.TestFleet.EU;
import static io.croft.testbed.TestFleet.US;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.croft.catalog.Claim;
import io.croft.catalog.Operation;
import io.croft.catalog.OperationState;
import io.croft.catalog.Operations;
import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import io.croft.core.Isolation;
import io.croft.core.Placement;
import io.croft.core.TenantId;
import io.croft.gate.MoverGate;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What moves leave is dropped when nobody comes back for it, and only then. */
class ForgottenStreamsIT {

  private final MoveFixture moves = new MoveFixture();
  private final MoverAccess access = new CatalogAccess(moves.fleet.catalog(), moves.fleet.secret());

  private Operations operations() {
    return moves.fleet.catalog().operations();
  }

  private Operation start(TenantId tenant) {
    return moves.mover.start(tenant, SCHEMA, US, MoveMode.STREAMED, "test");
  }

  /** Makes what a worker makes that has not heard yet that the move is not its own any more. */
  private void subscribe(Operation move) throws SQLException {
    Placement home = moves.placement(move.tenant());
    new Subscription(access, moves.fleet.homes(), home, move.id(), 1).keep(Duration.ofSeconds(20));
  }

  private void fail(Operation move) {
    Claim claim = operations().claim(move.id(), "test", Duration.ofSeconds(30)).orElseThrow();
    operations().note(claim, Map.of("mode", MoveMode.STREAMED.word()));
    operations().finish(claim, OperationState.FAILED, "for the test");
  }

  /** Returns how many slots and publications there are of a move at the tenant's home. */
  private int left(Operation move) throws SQLException {
    String prefix = "croft_move_" + hex(move.id());
    try (Connection superuser = moves.fleet.superuser(moves.placement(move.tenant()));
        Statement statement = superuser.createStatement();
        ResultSet row =
            statement.executeQuery(
                """
                SELECT (SELECT count(*) FROM pg_replication_slots WHERE starts_with(slot_name, '%1$s'))
                     + (SELECT count(*) FROM pg_publication WHERE starts_with(pubname, '%1$s'))
                """
                    .formatted(prefix))) {
      row.next();
      return row.getInt(1);
    }
  }

  private static String hex(UUID id) {
    return id.toString().replace("-", "");
  }

  private void undo(Operation move) {
    operations().cancel(move.id(), "test");
    moves.mover.run(move.id(), "test", MoveListener.NONE);
  }

  @ParameterizedTest
  @EnumSource(Isolation.class)
  void thatOfAMoveThatHasEndedIsDropped(Isolation isolation) throws SQLException {
    Operation move = start(moves.filledTenant(isolation, EU, 2, 2));
    operations().cancel(move.id(), "test");
    subscribe(move);
    assertThat(left(move)).isEqualTo(2);
    assertThat(moves.mover.sweep()).isEqualTo(1);
    assertThat(left(move)).isZero();
    assertThat(moves.mover.sweep()).isZero();
    dropMark(move);
  }

  /**
   * A sweep leaves it, with which another move of the home may count; the next one makes it anew.
   */
  private void dropMark(Operation move) throws SQLException {
    Placement home = moves.placement(move.tenant());
    try (Connection session = MoverSession.open(access, home)) {
      MoverGate.dropMark(session, home);
    }
  }

  @Test
  void thatOfAMoveThatIsOpenStays() throws SQLException {
    Operation move = start(moves.filledTenant(DATABASE, EU, 2, 2));
    subscribe(move);
    assertThat(moves.mover.sweep()).isZero();
    assertThat(left(move)).isEqualTo(2);
    fail(move);
    assertThat(moves.mover.sweep()).as("it can be resumed").isZero();
    assertThat(left(move)).isEqualTo(2);
    undo(move);
    assertThat(left(move)).isZero();
  }

  @Test
  void thatOfAFailedMoveIsDroppedWhenAnotherOneWasStartedAndThatOneGoesOn() throws SQLException {
    TenantId tenant = moves.filledTenant(POOL, EU, 5, 5);
    Operation failed = start(tenant);
    subscribe(failed);
    fail(failed);
    Operation other = start(tenant);
    assertThat(
            moves.mover.run(
                other.id(),
                "test",
                (step, detail) -> {
                  if (step == MoveStep.COPIED) {
                    assertThat(moves.mover.sweep()).isEqualTo(1);
                  }
                }))
        .isPresent();
    assertThat(moves.mover.sweep()).isZero();
    assertThat(left(failed)).isZero();
  }

  @Test
  void thatOfTheWayBackOfAMoveThatGoesOnStays() throws SQLException {
    TenantId tenant = moves.filledTenant(POOL, EU, 5, 5);
    Operation forth =
        moves.mover.start(
            MoveOrder.of(tenant, DATABASE, US).withWayBack(Duration.ofHours(1)), "test");
    UUID back =
        moves
            .mover
            .run(
                forth.id(),
                "test",
                (step, detail) -> {
                  if (step == MoveStep.RETURNABLE) {
                    assertThat(moves.mover.sweep()).isZero();
                  }
                })
            .orElseThrow()
            .wayBack()
            .orElseThrow();
    assertThat(moves.mover.sweep()).isZero();
    Operation waits = operations().operation(back);
    assertThat(left(waits)).isEqualTo(2);
    undo(waits);
    assertThat(left(waits)).isZero();
  }

  @Test
  void thatOfTheWayBackOfAFailedMoveIsDroppedWhenAnotherOneWasStarted() throws SQLException {
    TenantId tenant = moves.filledTenant(POOL, EU, 5, 5);
    Operation failed =
        moves.mover.start(
            MoveOrder.of(tenant, DATABASE, US).withWayBack(Duration.ofHours(1)), "test");
    Failpoint.arm(
        Failpoint.BEFORE.name(MoveStep.FENCED),
        () -> {
          throw new CroftException(ErrorCode.TENANT_BUSY, "for the test", "resume it");
        });
    try {
      assertThatThrownBy(() -> moves.mover.run(failed.id(), "test", MoveListener.NONE))
          .hasMessageContaining("for the test");
    } finally {
      Failpoint.disarm();
    }
    UUID back = MovePlan.of(tenant, failed.spec()).wayBack().orElseThrow().operation();
    assertThat(slots(back)).isEqualTo(1);
    moves.move(tenant, SCHEMA, US);
    moves.mover.sweep();
    assertThat(slots(back)).as("nobody comes back for it, and the log grows").isZero();
  }

  private int slots(UUID move) throws SQLException {
    try (Connection superuser = moves.fleet.server(US).connect("postgres");
        Statement statement = superuser.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT count(*) FROM pg_replication_slots WHERE starts_with(slot_name, 'croft_move_%s')"
                    .formatted(hex(move)))) {
      row.next();
      return row.getInt(1);
    }
  }
}
