package io.croft.move;

import java.util.Locale;

/** What befalls a move at a failpoint. */
enum Fault {
  /** Its process is gone at once. */
  KILL,
  CUT_SOURCE,
  CUT_TARGET,
  CUT_CATALOG,
  /** The old home's server stops at once, as in a crash, and comes back. */
  STOP_SOURCE,
  /** So does the new home's server. */
  STOP_TARGET;

  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  boolean stopsServer() {
    return this == STOP_SOURCE || this == STOP_TARGET;
  }
}
