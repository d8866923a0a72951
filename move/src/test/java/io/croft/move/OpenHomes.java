package io.croft.move;

import io.croft.core.Placement;
import io.croft.gate.HomeGate;
import io.croft.gate.HomeState;
import io.croft.testbed.TestFleet;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Which of a move's two homes let the tenant in, as a superuser sees it. */
final class OpenHomes {

  private OpenHomes() {}

  static List<Placement> of(TestFleet fleet, Route route) throws SQLException {
    List<Placement> open = new ArrayList<>();
    for (Placement home : List.of(route.from(), route.to())) {
      if (exists(fleet, home) && isOpen(fleet, home)) {
        open.add(home);
      }
    }
    return open;
  }

  private static boolean exists(TestFleet fleet, Placement home) throws SQLException {
    try (Connection superuser = fleet.server(home.server()).connect("postgres");
        Statement statement = superuser.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT 1 FROM pg_database WHERE datname = '" + home.database() + "'")) {
      return row.next();
    }
  }

  private static boolean isOpen(TestFleet fleet, Placement home) throws SQLException {
    try (Connection superuser = fleet.superuser(home)) {
      return HomeGate.read(superuser, home)
          .map(HomeGate::state)
          .equals(Optional.of(HomeState.OPEN));
    }
  }
}
