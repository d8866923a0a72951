package io.croft.move;

import java.util.Locale;

/** How the rows reach the new home. */
public enum MoveMode {
  /** The home is shut for the moment in which its rows are copied: for small tenants. */
  FENCED_COPY;

  /** Returns the word used in JSON and on the command line. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
