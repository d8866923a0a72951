package io.croft.tools;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The tests of one module that were skipped when they last ran, one file each, so that the end of
 * the build can name them all.
 */
final class SkippedTests {

  private final Path directory;

  SkippedTests(Path directory) {
    this.directory = directory;
  }

  /** Returns those of the module whose tests this JVM runs. */
  static SkippedTests ofThisModule() {
    return new SkippedTests(Path.of("target", "skipped-tests"));
  }

  void add(String test, String reason) {
    try {
      Files.createDirectories(directory);
      Files.writeString(directory.resolve(test), reason + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void forget(String test) {
    try {
      Files.deleteIfExists(directory.resolve(test));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
