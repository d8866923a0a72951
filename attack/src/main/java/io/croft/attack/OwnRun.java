package io.croft.attack;

import io.croft.core.Isolation;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/**
 * One attack in one isolation on a server that Croft started itself: as shipped, or where its one
 * defence is missing.
 *
 * @param weak whether it is its control that is tried
 */
record OwnRun(Attack attack, Isolation isolation, boolean weak) {

  /** Tries it on that server. */
  Tried on(OwnServer server) throws SQLException {
    if (weak) {
      return without(attack.control(isolation).orElseThrow(), server);
    }
    return attack.safety() == Safety.OWN_HOMES
        ? server.withCopy(
            isolation, copy -> Tried.on(copy, attack, Optional.empty(), Tried.Weakening.NONE))
        : Tried.anew(server.ground(isolation), attack, Optional.empty(), Tried.Weakening.NONE);
  }

  private Tried without(Control control, OwnServer server) throws SQLException {
    boolean alone = attack.safety() == Safety.OWN_HOMES || control.kind() == Control.Kind.DATABASE;
    return alone
        ? server.withCopy(isolation, copy -> weakened(control, copy))
        : weakenedForAWhile(control, server.ground(isolation));
  }

  private Tried weakenedForAWhile(Control control, Ground ground) throws SQLException {
    ground.seed();
    return weakened(control, ground);
  }

  private Tried weakened(Control control, Ground ground) throws SQLException {
    try (Connection admin = ground.backstage().admin(ground.own().home().database())) {
      Tried.Weakening weakening =
          () -> control.apply(admin, ground.own().home(), ground.victim().home());
      try {
        return Tried.on(ground, attack, control.weakness(), weakening);
      } finally {
        control.revert(admin, ground.own().home(), ground.victim().home());
      }
    }
  }
}
