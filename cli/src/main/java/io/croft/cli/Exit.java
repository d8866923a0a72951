package io.croft.cli;

import io.croft.core.ErrorCode;

/** The exit codes of every command; scripts rely on them. */
enum Exit {
  DONE(0, "done, or already so"),
  FAILED(1, "failed"),
  USAGE(2, "wrong usage"),
  REFUSED(3, "refused by a safety check"),
  DENIED(4, "not authenticated or not allowed"),
  NOT_FOUND(5, "not found"),
  CONFLICT(6, "conflict with what is there"),
  TIMEOUT(7, "timed out; the work may still run"),
  FINDINGS(8, "findings at or above the limit"),
  INTERRUPTED(130, "interrupted");

  private final int status;
  private final String meaning;

  Exit(int status, String meaning) {
    this.status = status;
    this.meaning = meaning;
  }

  /** Returns the status that the process ends with. */
  int status() {
    return status;
  }

  /** Returns what the status tells, in a few words. */
  String meaning() {
    return meaning;
  }

  /** Returns how a command ends that met this error. */
  static Exit of(ErrorCode code) {
    if (code == ErrorCode.INTERRUPTED) {
      return INTERRUPTED;
    }
    return switch (code.kind()) {
      case USAGE -> USAGE;
      case REFUSED -> REFUSED;
      case DENIED -> DENIED;
      case NOT_FOUND -> NOT_FOUND;
      case CONFLICT -> CONFLICT;
      case TIMEOUT -> TIMEOUT;
      case FAILED -> FAILED;
    };
  }
}
