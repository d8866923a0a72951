package io.croft.spring;

import io.croft.core.Isolation;
import io.croft.core.TenantId;
import io.croft.move.MoveListener;
import io.croft.move.MoveMode;
import io.croft.move.MoveSettings;
import io.croft.move.Mover;
import io.croft.testbed.TestFleet;

/** Moves tenants under the tests' applications. */
final class Moves {

  private Moves() {}

  /** Moves a tenant to a database of its own on the other server. */
  static void moveAway(TenantId tenant) {
    TestFleet fleet = NotesService.fleet();
    Mover mover = new Mover(fleet.catalog(), fleet.secret(), fleet.homes(), MoveSettings.DEFAULT);
    mover.run(
        mover.start(tenant, Isolation.DATABASE, TestFleet.US, MoveMode.FENCED_COPY, "test").id(),
        "test",
        MoveListener.NONE);
  }
}
