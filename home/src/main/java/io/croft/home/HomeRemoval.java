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

/** What the removal of a home begins with: nobody can enter any more. */
final class HomeRemoval {

  private static final String LOCK =
      "SELECT FROM croft.gate WHERE tenant = ? AND epoch = ? FOR UPDATE";

  private HomeRemoval() {}

  /**
   * Removes the gate row in the caller's transaction, except where the tenant has left: nobody
   * enters there either, and whoever still changes the tables learns it from the row, which must
   * not go before they do.
   *
   * @return true when it was removed
   * @throws CroftException {@code home-in-use} when the tenant has not left and that matters
   */
  static boolean shut(Connection admin, Placement home, boolean evenInUse) throws SQLException {
    Optional<HomeState> state = lock(admin, home, evenInUse);
    if (state.isEmpty() || state.get() == HomeState.MOVED) {
      return false;
    }
    HomeGate.remove(admin, home);
    return true;
  }

  /**
   * Locks the gate row in the caller's transaction.
   *
   * @return its state, empty when there is none
   * @throws CroftException {@code home-in-use} when the tenant has not left and that matters
   */
  static Optional<HomeState> lock(Connection admin, Placement home, boolean evenInUse)
      throws SQLException {
    try (PreparedStatement lock = admin.prepareStatement(LOCK)) {
      lock.setObject(1, home.tenant().value());
      lock.setLong(2, home.epoch());
      lock.execute();
    }
    Optional<HomeState> state = HomeGate.read(admin, home).map(HomeGate::state);
    boolean isUsed = state.filter(s -> s == HomeState.OPEN || s == HomeState.CLOSED).isPresent();
    if (isUsed && !evenInUse) {
      throw new CroftException(
          ErrorCode.HOME_IN_USE,
          "the home of tenant %s at epoch %d (%s) is its tenant's present one"
              .formatted(home.tenant(), home.epoch(), home.summary()),
          "move the tenant away first");
    }
    return state;
  }
}
