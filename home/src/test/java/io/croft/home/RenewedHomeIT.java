package io.croft.home;

import static io.croft.home.HomesContract.addLocation;
import static io.croft.home.HomesContract.assertCode;
import static io.croft.home.HomesContract.assertGone;
import static io.croft.home.HomesContract.assertState;
import static io.croft.home.HomesContract.enter;
import static io.croft.home.HomesContract.homes;
import static io.croft.home.HomesContract.locations;
import static io.croft.home.KilledHomesContract.runKilled;
import static org.assertj.core.api.Assertions.assertThat;

import io.croft.core.Access;
import io.croft.core.ErrorCode;
import io.croft.core.Isolation;
import io.croft.core.Placement;
import io.croft.core.TenantId;
import io.croft.gate.GateState;
import io.croft.gate.HomeGate;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A home that its tenant has left becomes a home of a later epoch, with everything in it. */
final class RenewedHomeIT {

  private static final int MOST_STEPS = 200;

  @BeforeAll
  static void prepare() throws SQLException {
    HomesContract.prepare();
  }

  @AfterAll
  static void close() {
    HomesContract.close();
  }

  private static Placement newHome(Isolation isolation) {
    Placement home = Placement.of(TenantId.random(), isolation, TestServer.NAME, 1);
    homes.create(home);
    return home;
  }

  @ParameterizedTest
  @EnumSource(Isolation.class)
  void goesOnUnderALaterEpochWhenKilledAtAnyStepOfItsRenewal(Isolation isolation)
      throws SQLException {
    for (int step = 1; ; step++) {
      Placement home = newHome(isolation);
      Placement renewed = Placement.of(home.tenant(), isolation, TestServer.NAME, 3);
      addLocation(home, "kept");
      TestServer.leave(home);
      boolean killed =
          runKilled(step, process -> process.adopt(home, renewed, 1_000, new byte[32]));
      homes.adopt(home, renewed, 2_000, new byte[32]);
      assertRenewed(home, renewed);
      if (isolation != Isolation.POOL) {
        homes.dropEvenInUse(renewed);
      }
      if (!killed) {
        assertThat(step).isGreaterThan(5);
        return;
      }
      assertThat(step).isLessThan(MOST_STEPS);
    }
  }

  /** Its rows are there, its tenant waits until a move opens it, and nothing has the old names. */
  private void assertRenewed(Placement home, Placement renewed) throws SQLException {
    assertGone(home);
    assertState(GateState.FENCED, () -> enter(renewed));
    try (Connection admin = TestServer.admin(renewed.server(), renewed.database())) {
      HomeGate gate = HomeGate.read(admin, renewed).orElseThrow();
      assertThat(gate.token()).isEqualTo(2_000);
      Sql.run(
          admin,
          "UPDATE croft.gate SET state = 'open' WHERE tenant = '%s'".formatted(renewed.tenant()));
    }
    addLocation(renewed, "new");
    assertThat(locations(renewed)).containsExactly("kept", "new");
    try (Connection report = enter(renewed, Access.of("report"))) {
      assertThat(Sql.strings(report, "SELECT name FROM location")).hasSize(2);
      assertState("42501", () -> Sql.run(report, "DELETE FROM location"));
    }
  }

  @ParameterizedTest
  @EnumSource(Isolation.class)
  void isNotRenewedWhileItsTenantLivesThere(Isolation isolation) throws SQLException {
    Placement home = newHome(isolation);
    Placement renewed = Placement.of(home.tenant(), isolation, TestServer.NAME, 3);
    assertCode(ErrorCode.HOME_IN_USE, () -> homes.adopt(home, renewed, 1, new byte[32]));
    addLocation(home, "kept");
    assertThat(locations(home)).containsExactly("kept");
    if (isolation != Isolation.POOL) {
      homes.dropEvenInUse(home);
    }
  }
}
