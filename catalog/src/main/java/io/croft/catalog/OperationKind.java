package io.croft.catalog;

import java.util.Locale;

/** What an operation does. */
public enum OperationKind {
  /** Makes the home of a new tenant. */
  PROVISION,
  /** Changes the placement of a tenant that is in use. */
  MOVE;

  /** Returns the word used in SQL and JSON: the name in lower case. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static OperationKind of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
