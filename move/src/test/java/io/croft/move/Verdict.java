package io.croft.move;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What one run of TLC has shown. Only what TLC says in full counts: a run that ended in any other
 * way has shown nothing.
 */
sealed interface Verdict {

  /** Every reachable state was looked at, and each holds what was asked. */
  record Held(long generated, long distinct, int depth) implements Verdict {}

  /** The named invariant or temporal property fails, by a behaviour that is in the output. */
  record Violated(String promise) implements Verdict {}

  /** Nothing was shown: the model did not load, had no behaviour, or the run did not end. */
  record Unchecked(String output) implements Verdict {}

  int SAFE = 0;
  int INVARIANT_FAILS = 12;
  int PROPERTY_FAILS = 13;

  Pattern COMPLETED = Pattern.compile("^Model checking completed\\. No error has been found\\.$");
  Pattern COUNTED =
      Pattern.compile(
          "^(\\d+) states generated, (\\d+) distinct states found, 0 states left on queue\\.$");
  Pattern DEPTH = Pattern.compile("^The depth of the complete state graph search is (\\d+)\\.$");
  Pattern INVARIANT = Pattern.compile("^Error: Invariant (\\w+) is violated\\.$");
  Pattern PROPERTY = Pattern.compile("^Error: Temporal properties were violated\\.$");
  Pattern ERROR = Pattern.compile("^(Error:|TLC threw|\\*\\*\\* Errors:).*");

  /**
   * Reads the verdict of a run. A temporal property is not named by TLC: it is the one that was
   * asked for.
   */
  static Verdict of(int exit, List<String> output, List<String> properties) {
    return switch (exit) {
      case SAFE -> held(output);
      case INVARIANT_FAILS -> invariant(output);
      case PROPERTY_FAILS -> property(output, properties);
      default -> unchecked(exit, output);
    };
  }

  private static Verdict invariant(List<String> output) {
    Matcher line = first(INVARIANT, output);
    return line == null ? unchecked(INVARIANT_FAILS, output) : new Violated(line.group(1));
  }

  private static Verdict property(List<String> output, List<String> properties) {
    return first(PROPERTY, output) == null || properties.size() != 1
        ? unchecked(PROPERTY_FAILS, output)
        : new Violated(properties.get(0));
  }

  private static Verdict held(List<String> output) {
    Matcher counted = first(COUNTED, output);
    Matcher depth = first(DEPTH, output);
    if (first(COMPLETED, output) == null
        || counted == null
        || depth == null
        || first(ERROR, output) != null) {
      return unchecked(SAFE, output);
    }
    Held held =
        new Held(
            Long.parseLong(counted.group(1)),
            Long.parseLong(counted.group(2)),
            Integer.parseInt(depth.group(1)));
    return held.distinct() > 1 && held.depth() > 1 ? held : unchecked(SAFE, output);
  }

  private static Verdict unchecked(int exit, List<String> output) {
    return new Unchecked("exit code " + exit + "\n" + String.join("\n", output));
  }

  private static Matcher first(Pattern pattern, List<String> output) {
    return output.stream().map(pattern::matcher).filter(Matcher::matches).findFirst().orElse(null);
  }
}
