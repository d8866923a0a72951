package io.croft.cli;

import io.croft.core.Placement;

/** A home as the command line shows it. */
record HomeView(String isolation, String server, String database, String schema, long epoch) {

  /** Returns the view of the home at that placement. */
  static HomeView of(Placement placement) {
    return new HomeView(
        placement.isolation().word(),
        placement.server(),
        placement.database(),
        placement.schema(),
        placement.epoch());
  }
}
