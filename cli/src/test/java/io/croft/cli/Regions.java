package io.croft.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The regions of a source file that documents show: what stands between a line {@code // region
 * name} and the {@code // endregion} that belongs to it, without its common indentation. In other
 * languages the line begins as their comments do, with {@code #}, {@code --} or {@code <!--}.
 * Regions may hold others, whose marks are left out.
 */
final class Regions {

  private static final String COMMENT = "\\s*(?://|#|--|<!--)\\s*";
  private static final Pattern BEGIN =
      Pattern.compile(COMMENT + "region ([a-z0-9]+(?:-[a-z0-9]+)*)\\s*(?:-->)?");
  private static final Pattern END = Pattern.compile(COMMENT + "endregion\\s*(?:-->)?");

  private final Path file;
  private final Map<String, StringBuilder> found = new LinkedHashMap<>();
  private final Deque<String> open = new ArrayDeque<>();

  private Regions(Path file) {
    this.file = file;
  }

  /**
   * Returns the regions of a file by name, each with a line break at its end; none where it has no
   * marks.
   */
  static Map<String, String> of(Path file) throws IOException {
    Regions regions = new Regions(file);
    Files.readString(file).lines().forEach(regions::read);
    if (!regions.open.isEmpty()) {
      throw new AssertionError(file + ": region " + regions.open.peek() + " has no end");
    }
    Map<String, String> texts = new LinkedHashMap<>();
    regions.found.forEach((name, text) -> texts.put(name, block(text.toString())));
    return texts;
  }

  /** Without blank lines at its ends, since a formatter wants some around members of a class. */
  private static String block(String text) {
    String block = text.replaceFirst("^\\n+", "").stripTrailing().stripIndent();
    return block.isEmpty() ? "" : block + "\n";
  }

  private void read(String line) {
    Matcher begin = BEGIN.matcher(line);
    if (begin.matches()) {
      String name = begin.group(1);
      if (found.put(name, new StringBuilder()) != null) {
        throw new AssertionError(file + ": there are two regions " + name);
      }
      open.push(name);
    } else if (END.matcher(line).matches()) {
      if (open.isEmpty()) {
        throw new AssertionError(file + ": a region ends that has not begun");
      }
      open.pop();
    } else {
      open.forEach(name -> found.get(name).append(line).append('\n'));
    }
  }
}
