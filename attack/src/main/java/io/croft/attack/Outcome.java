package io.croft.attack;

import java.util.Locale;

/** How an attack ended in one isolation. */
public enum Outcome {
  /** It was refused, for the reason that it should be. */
  HELD,
  /** It reached a row, value, key or right of another tenant. */
  THROUGH,
  /** A listed channel that is not promised to be closed, demonstrated. */
  RESIDUAL,
  /** It was not tried here, for the reason that the evidence gives. */
  NOT_RUN_HERE,
  /** It could not be tried, or was refused for another reason than expected: nothing is proved. */
  ERROR;

  /** Returns the word used in JSON and tables, for example {@code not-run-here}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
