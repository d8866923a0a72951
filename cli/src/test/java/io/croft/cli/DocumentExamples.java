package io.croft.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The examples in the documents of a source tree. Each is a fenced block after a comment that names
 * a region of a file: {@code <!-- region: jdbc/src/test/java/io/croft/jdbc/XIT.java#name -->}. The
 * file is a test's, or belongs to one of the examples, whose tests run it.
 */
final class DocumentExamples {

  private static final Pattern COMMENT =
      Pattern.compile("(?m)^( *)<!-- region: (\\S+)#(\\S+) -->\\n");
  private static final Pattern FENCE =
      Pattern.compile(" *```([a-z]+)\\n(?:(?! *```).*\\n)*? *```\\n");
  private static final Pattern JAVA = Pattern.compile("(?m)^ *```java$");

  private static final Set<String> LANGUAGES =
      Set.of("java", "properties", "yaml", "sql", "sh", "xml");
  private static final List<String> BUILT = List.of("target", ".git");

  private final Path root;

  DocumentExamples(Path root) {
    this.root = root;
  }

  /** Returns the documents of the tree, by path from its root. */
  List<String> documents() throws IOException {
    return files().filter(file -> file.endsWith(".md")).toList();
  }

  /**
   * Returns the text of a document as it must be: with each example as its region is now.
   *
   * @throws AssertionError when it shows Java that is no region, or names a region that is not
   *     there
   */
  String written(String document) throws IOException {
    String text = Files.readString(root.resolve(document));
    StringBuilder written = new StringBuilder();
    int end = 0;
    for (Matcher comment = COMMENT.matcher(text); comment.find(end); ) {
      requireNoJava(document, text.substring(end, comment.start()));
      Matcher fence = FENCE.matcher(text).region(comment.end(), text.length());
      if (!fence.lookingAt()) {
        throw new AssertionError(document + ": no fenced block follows " + comment.group().strip());
      }
      String indent = comment.group(1);
      String body = region(document, comment.group(2), comment.group(3));
      written
          .append(text, end, comment.end())
          .append(("```" + fence.group(1) + "\n" + body + "```\n").indent(indent.length()));
      end = fence.end();
    }
    requireNoJava(document, text.substring(end));
    return written.append(text.substring(end)).toString();
  }

  private static void requireNoJava(String document, String text) {
    if (JAVA.matcher(text).find()) {
      throw new AssertionError(
          document
              + " shows Java that no test runs: make it a region of one, and name it before the"
              + " block as <!-- region: module/src/test/java/...#name -->");
    }
  }

  private String region(String document, String file, String name) throws IOException {
    if (!shown(file) || !Files.exists(root.resolve(file))) {
      throw new AssertionError(document + " shows " + file + ", which is no file of a test");
    }
    String text = Regions.of(root.resolve(file)).get(name);
    if (text == null) {
      throw new AssertionError(document + " shows region " + name + ", which " + file + " lacks");
    }
    return text;
  }

  /** Returns the regions of all tests and examples, as documents name them. */
  Set<String> regions() throws IOException {
    Set<String> all = new TreeSet<>();
    for (String file : files().filter(DocumentExamples::shown).toList()) {
      for (String name : Regions.of(root.resolve(file)).keySet()) {
        all.add(file + "#" + name);
      }
    }
    return all;
  }

  /** Returns the regions that documents name. */
  Set<String> named() throws IOException {
    Set<String> all = new TreeSet<>();
    for (String document : documents()) {
      COMMENT
          .matcher(Files.readString(root.resolve(document)))
          .results()
          .forEach(comment -> all.add(comment.group(2) + "#" + comment.group(3)));
    }
    return all;
  }

  private static boolean shown(String file) {
    return LANGUAGES.contains(language(file))
        && (file.contains("/src/test/") || file.startsWith("examples/"));
  }

  private static String language(String file) {
    String suffix = file.substring(file.lastIndexOf('.') + 1);
    return Map.of("yml", "yaml").getOrDefault(suffix, suffix);
  }

  private Stream<String> files() throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      return all
          .map(file -> root.relativize(file).toString())
          .filter(
              file -> BUILT.stream().noneMatch(built -> ("/" + file).contains("/" + built + "/")))
          .filter(file -> Files.isRegularFile(root.resolve(file)))
          .sorted()
          .toList()
          .stream();
    }
  }
}
