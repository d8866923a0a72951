package io.croft.catalog;

import java.util.Locale;

/** What a probe of the isolation has shown. */
public enum ProbeOutcome {
  /** What it must not reach was refused, or what it must reach was there. */
  HELD,
  /** It could not look, so nothing is proved. */
  BLIND,
  /** It read or wrote what it must not. */
  ALARM;

  /** Returns the word used in SQL and JSON: the name in lower case. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static ProbeOutcome of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
