package io.croft.cli;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/** How a command writes its data. */
enum Format {
  TABLE,
  JSON;

  private static final Set<String> JSON_SPELLINGS =
      Set.of("--json", "-ojson", "-o=json", "--output=json");

  /** Returns the spelling on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Returns the format that the arguments ask for, even when they cannot be parsed: a script that
   * asked for JSON must get its usage error in JSON too.
   */
  static Format asked(List<String> arguments) {
    String before = "";
    for (String argument : arguments) {
      if (argument.equals("--")) {
        return TABLE;
      }
      boolean separate = before.equals("-o") || before.equals("--output");
      if (JSON_SPELLINGS.contains(argument) || (separate && argument.equals("json"))) {
        return JSON;
      }
      before = argument;
    }
    return TABLE;
  }
}
