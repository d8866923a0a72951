package io.croft.attack;

import java.util.Locale;

/** What became of an attack where its one defence is missing. */
public enum ControlOutcome {
  /** It went through, as it must: the attack proves something. */
  SUCCEEDS,
  /** It did not go through: the attack proves nothing. */
  FAILS,
  /** The control was not applied here, or the attack shows a residual channel and has none. */
  NOT_RUN_HERE;

  /** Returns the word used in JSON and tables, for example {@code not-run-here}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
