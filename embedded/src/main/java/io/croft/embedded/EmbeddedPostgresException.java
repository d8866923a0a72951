package io.croft.embedded;

import org.jspecify.annotations.Nullable;

/**
 * What kept an embedded server from starting, stopping or being reached. The message says what
 * failed and, where there is one, ends with the server's log; the hint says what to install or do.
 */
public final class EmbeddedPostgresException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String hint;

  EmbeddedPostgresException(String message, String hint) {
    this(message, hint, null);
  }

  EmbeddedPostgresException(String message, String hint, @Nullable Throwable cause) {
    super(message + System.lineSeparator() + hint, cause);
    this.hint = hint;
  }

  /** Returns one thing to do next; never empty. It is also the last line of the message. */
  public String hint() {
    return hint;
  }
}
