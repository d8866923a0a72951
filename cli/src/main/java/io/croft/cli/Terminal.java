package io.croft.cli;

import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What the command line knows of the terminal: whether a person watches each stream, and whether
 * that person wants colour. Java cannot ask the system about single streams, so the launcher does,
 * and says it in {@code croft.tty.out} and {@code croft.tty.err}; without it nobody watches.
 *
 * @param watchesOut true when standard output is a terminal
 * @param watchesErr true when standard error is a terminal
 * @param colour true when text on standard error may be coloured
 */
record Terminal(boolean watchesOut, boolean watchesErr, boolean colour) {

  /** A terminal that nobody watches. */
  static final Terminal NONE = new Terminal(false, false, false);

  /** Returns the terminal that these variables and system properties describe. */
  static Terminal of(Map<String, String> environment, UnaryOperator<@Nullable String> properties) {
    boolean out = "true".equals(properties.apply("croft.tty.out"));
    boolean err = "true".equals(properties.apply("croft.tty.err"));
    return new Terminal(out, err, colour(environment, err));
  }

  private static boolean colour(Map<String, String> environment, boolean watched) {
    if (!environment.getOrDefault("NO_COLOR", "").isEmpty()) {
      return false;
    }
    String force = environment.getOrDefault("CLICOLOR_FORCE", "");
    if (!force.isEmpty() && !force.equals("0")) {
      return true;
    }
    return watched
        && !environment.getOrDefault("TERM", "").equals("dumb")
        && !environment.getOrDefault("CLICOLOR", "").equals("0");
  }

  /** Returns the text in bold red where colour is wanted, else unchanged. */
  String alarming(String text) {
    return colour ? "\u001b[1;31m" + text + "\u001b[0m" : text;
  }
}
