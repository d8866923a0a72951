package io.croft.home;

import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import io.croft.core.Placement;
import io.croft.gate.HomeGate;
import io.croft.gate.HomeState;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Optional;

/** The removal of a gate row, with which the removal of a home begins. */
final class HomeRemoval {

  private static final String LOCK =
      "SELECT FROM croft.gate WHERE tenant = ? AND epoch = ? FOR UPDATE";

  private HomeRemoval() {}

  /**
   * Removes the gate row in the caller's transaction.
   *
   * @return false when there was none
   * @throws CroftException {@code home-in-use} when the tenant has not left and that matters
   */
  static boolean begin(Connection admin, Placement home, boolean evenInUse) throws SQLException {
    try (PreparedStatement lock = admin.prepareStatement(LOCK)) {
      lock.setObject(1, home.tenant().value());
      lock.setLong(2, home.epoch());
      lock.execute();
    }
    Optional<HomeGate> gate = HomeGate.read(admin, home);
    if (gate.isEmpty()) {
      return false;
    }
    HomeState state = gate.get().state();
    if (!evenInUse && (state == HomeState.OPEN || state == HomeState.CLOSED)) {
      throw new CroftException(
          ErrorCode.HOME_IN_USE,
          "the home of tenant %s at epoch %d (%s) is its tenant's present one"
              .formatted(home.tenant(), home.epoch(), home.summary()),
          "move the tenant away first");
    }
    HomeGate.remove(admin, home);
    return true;
  }
}
