package io.croft.catalog;

import java.util.Locale;

/** How far a step of an operation is. */
public enum StepState {
  /** Not begun. */
  PENDING,
  /** Begun; perhaps by a worker that has died since. */
  RUNNING,
  /** Ended as wanted. */
  DONE,
  /** Ended by an error. */
  FAILED,
  /** Never needed. */
  SKIPPED;

  /** Returns the word used in SQL and JSON: the name in lower case. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static StepState of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
