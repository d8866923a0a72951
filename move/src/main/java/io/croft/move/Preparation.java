package io.croft.move;

import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import io.croft.gate.MoverGate;
import io.croft.home.Homes;
import java.sql.Connection;
import java.sql.SQLException;

/** The hold of an attempt on the old home, and the new home until it is open. */
final class Preparation {

  private final MoverAccess access;
  private final Homes homes;
  private final Route route;
  private final byte[] passKey;

  /**
   * @param passKey the same for every attempt, so that none can leave a target that another's pass
   *     cannot open
   */
  Preparation(MoverAccess access, Homes homes, Route route, byte[] passKey) {
    this.access = access;
    this.homes = homes;
    this.route = route;
    this.passKey = passKey;
  }

  /** From here on no older attempt can fence or switch; refused when one has switched meanwhile. */
  void take(long token) throws SQLException {
    try (Connection source = MoverSession.open(access, route.from())) {
      if (!MoverGate.take(source, route.from(), token)) {
        throw new CroftException(
            ErrorCode.OPERATION_LOST,
            "another attempt holds the home of tenant " + route.tenant() + " or has switched it",
            "see croft move status, then resume the move");
      }
    }
  }

  /** Makes the new home, empty and closed to everybody but this attempt. */
  void makeTarget(long token) throws SQLException {
    homes.createPreparing(route.to(), token, passKey);
    try (Connection target = MoverSession.open(access, route.to());
        Connection source = MoverSession.open(access, route.from())) {
      SharedTables.requireEqual(source, route.from(), target, route.to());
      HomeRows.remove(target, route.to(), token);
    }
  }

  void dropTarget(long token) throws SQLException {
    homes.createPreparing(route.to(), token, passKey);
    try (Connection target = MoverSession.open(access, route.to())) {
      HomeRows.remove(target, route.to(), token);
    }
    homes.drop(route.to());
  }

  /**
   * Leaves nothing behind at the target, where it can be reached; a resumed move makes it anew.
   * Whether the switch has happened is for the source's gate row to say, and afterwards it cannot
   * happen any more.
   *
   * @param token newer than any with which this attempt has fenced
   */
  void discardTarget(long token, CroftException cause) {
    if (cause.code() == ErrorCode.OPERATION_LOST) {
      return;
    }
    try (Connection source = MoverSession.open(access, route.from())) {
      if (MoverGate.take(source, route.from(), token)) {
        dropTarget(token);
      }
    } catch (SQLException | CroftException e) {
      cause.addSuppressed(e);
    }
  }
}
