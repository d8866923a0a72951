package io.croft.move;

import java.util.Locale;

/** How the rows reach the new home. */
public enum MoveMode {
  /** The home is shut while its rows are compared with a copy made before: for small tenants. */
  FENCED_COPY;

  /** Returns the word used in JSON and on the command line. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
