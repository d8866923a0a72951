package io.croft.core;

import org.jspecify.annotations.Nullable;

/**
 * The root of all errors that Croft raises outside JDBC. The message says what failed, for which
 * object, found against expected; the hint says one thing to do next. Neither holds a secret.
 */
public final class CroftException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final ErrorCode code;
  private final String hint;

  public CroftException(ErrorCode code, String message, String hint) {
    this(code, message, hint, null);
  }

  /** The same with what caused it. */
  public CroftException(ErrorCode code, String message, String hint, @Nullable Throwable cause) {
    super(message, cause);
    this.code = code;
    this.hint = hint;
  }

  /** Returns the stable code. */
  public ErrorCode code() {
    return code;
  }

  /** Returns one thing to do next; never empty. */
  public String hint() {
    return hint;
  }
}
