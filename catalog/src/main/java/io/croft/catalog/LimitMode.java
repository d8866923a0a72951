package io.croft.catalog;

import io.croft.core.CroftException;
import io.croft.core.ErrorCode;

/** What becomes of what is over a limit. */
public enum LimitMode {
  /** It waits or is refused. */
  ENFORCED("enforced"),
  /** It is counted, and goes on. */
  DRY_RUN("dry-run");

  private final String word;

  LimitMode(String word) {
    this.word = word;
  }

  /** Returns it as operators write it. */
  public String word() {
    return word;
  }

  /**
   * Returns the mode of that word.
   *
   * @throws CroftException {@code configuration-invalid}
   */
  public static LimitMode of(String word) {
    for (LimitMode mode : values()) {
      if (mode.word.equals(word)) {
        return mode;
      }
    }
    throw new CroftException(
        ErrorCode.CONFIGURATION_INVALID,
        "there is no mode \"" + word + "\" of limits",
        "use enforced or dry-run");
  }
}
