package io.croft.move;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * A guard taken out of a source file.
 *
 * @param file from the root of the repository
 * @param text of the guard, which occurs there exactly once
 * @param by what stands there instead
 */
record SourceEdit(String file, String text, String by) {

  private static final String SOURCES = "src/main/java/";

  /** Returns one in the mover. */
  static SourceEdit mover(String type, String text, String by) {
    return new SourceEdit("move/src/main/java/io/croft/move/" + type + ".java", text, by);
  }

  /** Returns one in the router of the application. */
  static SourceEdit router(String type, String text, String by) {
    return new SourceEdit("jdbc/src/main/java/io/croft/jdbc/" + type + ".java", text, by);
  }

  /** Returns one in the catalog. */
  static SourceEdit catalog(String type, String text, String by) {
    return new SourceEdit("catalog/src/main/java/io/croft/catalog/" + type + ".java", text, by);
  }

  private Path path() {
    return Path.of("..").resolve(file);
  }

  /** Returns the place of the file among the sources. */
  Path place() {
    return Path.of(file.substring(file.indexOf(SOURCES) + SOURCES.length()));
  }

  /** Returns the file as it is. */
  String read() throws IOException {
    return Files.readString(path());
  }

  /**
   * Returns a source without the guard.
   *
   * @throws IllegalStateException when the text is not there, or more than once
   */
  String apply(String source) {
    int found = source.split(Pattern.quote(text), -1).length - 1;
    if (found != 1) {
      throw new IllegalStateException("%s holds %d times: %s".formatted(file, found, text));
    }
    return source.replace(text, by);
  }
}
