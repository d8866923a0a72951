package io.croft.catalog;

import java.util.Locale;

/** How far an operation is. */
public enum OperationState {
  /** Waits for a worker. */
  PENDING,
  /** A worker holds it, or held it when it died. */
  RUNNING,
  /** Ended as wanted. */
  DONE,
  /** Ended by an error; it can be taken up again. */
  FAILED,
  /** Ended with everything undone. */
  CANCELLED;

  /** Returns true when no worker has anything to do. */
  public boolean ended() {
    return switch (this) {
      case PENDING, RUNNING -> false;
      case DONE, FAILED, CANCELLED -> true;
    };
  }

  /** Returns the word used in SQL and JSON: the name in lower case. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static OperationState of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
