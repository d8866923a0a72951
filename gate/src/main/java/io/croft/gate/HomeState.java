package io.croft.gate;

import java.util.Locale;

/** The state of a home's gate row. */
public enum HomeState {
  /** Being filled by a move; nobody may enter. */
  PREPARING,
  /** The tenant may enter. */
  OPEN,
  /** Fenced: a move is switching the tenant, under a lease. */
  CLOSED,
  /** The tenant has left; the row says to where. */
  MOVED;

  /** Returns the word in the gate's table. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
