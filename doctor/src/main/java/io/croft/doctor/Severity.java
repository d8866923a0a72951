package io.croft.doctor;

import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import java.util.Locale;

/** How bad a finding is; the worst first. */
public enum Severity {
  /**
   * A row, value or key of another tenant can be reached, or a defence that is relied on is gone.
   */
  ERROR,
  /** One mistake away from an error, or slow, or not looked at. */
  WARNING,
  /** Worth knowing; nothing needs to be done. */
  INFO;

  /** Returns the word used in rules, on the command line and in JSON. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns true when this is as bad as {@code limit} or worse. */
  public boolean atLeast(Severity limit) {
    return compareTo(limit) <= 0;
  }

  /** Returns the severity that {@code word} names; {@code argument-invalid} when it names none. */
  public static Severity of(String word) {
    for (Severity severity : values()) {
      if (severity.word().equals(word)) {
        return severity;
      }
    }
    throw new CroftException(
        ErrorCode.ARGUMENT_INVALID,
        "\"" + word + "\" is not a severity",
        "use error, warning or info");
  }

  @Override
  public String toString() {
    return word();
  }
}
