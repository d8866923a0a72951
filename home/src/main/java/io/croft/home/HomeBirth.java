package io.croft.home;

import io.croft.core.Placement;
import io.croft.gate.HomeGate;
import java.sql.Connection;
import java.sql.SQLException;

/** How a home begins: open to its tenant, or waiting for the move that fills it. */
@FunctionalInterface
interface HomeBirth {

  /** Writes the gate row, which makes the home complete. */
  void register(Connection admin, Placement home) throws SQLException;

  static HomeBirth open() {
    return HomeGate::addOpen;
  }

  static HomeBirth preparing(long token, byte[] passKey) {
    return (admin, home) -> HomeGate.addPreparing(admin, home, token, passKey);
  }
}
