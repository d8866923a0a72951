package io.croft.home;

import static org.assertj.core.api.Assertions.assertThat;

import io.croft.core.CroftException;
import io.croft.core.Isolation;
import io.croft.core.Placement;
import io.croft.gate.HomeGate;
import io.croft.gate.HomeState;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What homes of every isolation keep to when whoever makes or removes them dies at any step. */
abstract class KilledHomesContract extends HomesContract {

  private static final int MOST_STEPS = 200;

  KilledHomesContract(Isolation isolation) {
    super(isolation);
  }

  @Test
  void completesWhenKilledAtAnyStepOfItsCreation() throws SQLException {
    for (int step = 1; ; step++) {
      Placement home = newPlacement();
      boolean killed = runKilled(step, process -> process.create(home));
      homes.create(home);
      addLocation(home, "works");
      assertThat(locations(home)).as("killed at step " + step).containsExactly("works");
      if (!killed) {
        return;
      }
      assertThat(step).isLessThan(MOST_STEPS);
    }
  }

  @Test
  void isGoneWhenKilledAtAnyStepOfItsRemoval() throws SQLException {
    for (int step = 1; ; step++) {
      Placement home = newHome();
      boolean killed = runKilled(step, process -> process.dropEvenInUse(home));
      homes.dropEvenInUse(home);
      assertGone(home);
      if (!killed) {
        return;
      }
      assertThat(step).isLessThan(MOST_STEPS);
    }
  }

  @Test
  void tellsThatItsTenantHasLeftAsLongAsItsTablesAreThere() throws SQLException {
    for (int step = 1; ; step++) {
      Placement home = newHome();
      TestServer.leave(home);
      boolean killed = runKilled(step, process -> process.drop(home));
      if (hasTables(home)) {
        try (Connection admin = TestServer.admin(home.server(), home.database())) {
          assertThat(HomeGate.read(admin, home))
              .as("before step " + step)
              .hasValueSatisfying(gate -> assertThat(gate.state()).isEqualTo(HomeState.MOVED));
        }
      }
      homes.drop(home);
      assertGone(home);
      if (!killed) {
        return;
      }
      assertThat(step).isLessThan(MOST_STEPS);
    }
  }

  /** Whether anybody could still change tables that are the home's own. */
  private static boolean hasTables(Placement home) throws SQLException {
    return switch (home.isolation()) {
      case POOL -> false;
      case SCHEMA -> {
        try (Connection admin = TestServer.shared()) {
          yield Sql.holds(
              admin, "SELECT EXISTS (SELECT FROM pg_namespace WHERE nspname = ?)", home.schema());
        }
      }
      case DATABASE -> {
        try (Connection admin = TestServer.maintenance()) {
          yield Databases.state(admin, home.database()) == Databases.State.ADMITTING;
        }
      }
    };
  }

  @Test
  void canBeMadeAnewAfterARemovalThatWasKilled() throws SQLException {
    for (int step = 1; ; step++) {
      Placement home = newPlacement();
      homes.createPreparing(home, 1, new byte[32]);
      boolean killed = runKilled(step, process -> process.drop(home));
      homes.createPreparing(home, 2, new byte[32]);
      homes.drop(home);
      assertGone(home);
      if (!killed) {
        return;
      }
      assertThat(step).isLessThan(MOST_STEPS);
    }
  }

  /** Runs the work in a process of its own that is killed; false when it ended before. */
  static boolean runKilled(int step, Consumer<Homes> work) {
    KillAt kill = new KillAt(step);
    ObservedConnections connections = new ObservedConnections(TestServer::admin, kill);
    try (Homes process = new Homes(connections, TestServer.SECRET.application())) {
      work.accept(process);
      assertThat(kill.killed()).isFalse();
    } catch (CroftException e) {
      assertThat(kill.killed()).as(e.getMessage()).isTrue();
    }
    return kill.killed();
  }
}
