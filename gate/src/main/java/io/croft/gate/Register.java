package io.croft.gate;

import java.util.Locale;

/**
 * Where the gate remembers, for one transaction, which tenant has entered. Both forms keep the same
 * contract; the first is faster and also works on a hot standby.
 */
public enum Register {
  /** A parameter that only the gate's owner may set. Granting it takes a superuser, once. */
  PARAMETER,
  /** Sequences that only the gate's owner may set, for servers without a superuser. */
  SEQUENCES;

  /** Returns the spelling in {@code croft.installation}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Register of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }

  String script() {
    return "register_" + word();
  }
}
