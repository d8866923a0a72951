package io.croft.home;

import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import io.croft.core.Identifiers;
import io.croft.core.Placement;
import io.croft.gate.HomeGate;
import io.croft.gate.HomeState;
import io.croft.gate.Logins;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/**
 * A home that its tenant has left, with all its rows, becomes the home of a later epoch, for a move
 * that brings the tenant back. Schema, database and logins get the names of that epoch.
 */
final class HomeAdoption {

  private final Placement old;
  private final Placement renewed;
  private final long token;
  private final byte[] passKey;

  HomeAdoption(Placement old, Placement renewed, long token, byte[] passKey) {
    this.old = old;
    this.renewed = renewed;
    this.token = token;
    this.passKey = passKey;
  }

  Placement old() {
    return old;
  }

  Placement renewed() {
    return renewed;
  }

  /**
   * Hands the new row to a newer attempt where an earlier one has come so far; false where there is
   * no such row.
   */
  boolean handOn(Connection inside) throws SQLException {
    Optional<HomeGate> present = HomeGate.read(inside, renewed);
    if (present.isEmpty()) {
      return false;
    }
    if (!HomeGate.handOn(inside, renewed, token)) {
      throw new CroftException(
          ErrorCode.OPERATION_LOST,
          "another attempt holds the home of tenant " + renewed.tenant(),
          "see croft move status");
    }
    return true;
  }

  /**
   * Puts the new row into the place of the old one, in the caller's transaction; false where there
   * is none.
   */
  boolean replace(Connection inside) throws SQLException {
    if (!hasLeft(inside)) {
      return false;
    }
    HomeGate.replace(inside, old, renewed, token, passKey);
    return true;
  }

  /**
   * Returns whether the old home is there and its tenant has left it; raises {@code home-in-use}
   * when it has not.
   */
  boolean hasLeft(Connection inside) throws SQLException {
    Optional<HomeState> state = HomeGate.read(inside, old).map(HomeGate::state);
    if (state.isPresent() && state.get() != HomeState.MOVED) {
      throw new CroftException(
          ErrorCode.HOME_IN_USE,
          "tenant %s has not left its home at %s, epoch %d: that is %s"
              .formatted(old.tenant(), old.summary(), old.epoch(), state.get().word()),
          "see croft move status");
    }
    return state.isPresent();
  }

  /** Gives the logins of the old home, with their rights, the names of the new one. */
  void renameLogins(Connection admin) throws SQLException {
    for (String login : Logins.ofHome(admin, old.login())) {
      String name = renewed.login() + login.substring(old.login().length());
      Sql.run(
          admin,
          "ALTER ROLE %s RENAME TO %s"
              .formatted(Identifiers.quote(login), Identifiers.quote(name)));
    }
  }
}
