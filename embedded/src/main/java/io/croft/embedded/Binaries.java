package io.croft.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * PostgreSQL's programs in a directory, with a manifest that was written last: its first line is
 * the version, every other the size and the path of one file.
 */
record Binaries(Path directory, String version) {

  private static final String MANIFEST = "croft.manifest";

  Path programs() {
    return directory.resolve("bin");
  }

  int majorVersion() {
    return Integer.parseInt(version.split("[^0-9]", 2)[0]);
  }

  /** Tells whether the directory holds all files that the manifest names, with their sizes. */
  static boolean intact(Path directory) throws IOException {
    Path manifest = directory.resolve(MANIFEST);
    if (!Files.isRegularFile(manifest)) {
      return false;
    }
    List<String> lines = Files.readAllLines(manifest);
    if (lines.size() < 2) {
      return false;
    }
    for (String line : lines.subList(1, lines.size())) {
      String[] sizeAndPath = line.split(" ", 2);
      Path file = directory.resolve(sizeAndPath[1]);
      if (!Files.isRegularFile(file) || Files.size(file) != Long.parseLong(sizeAndPath[0])) {
        return false;
      }
    }
    return true;
  }

  static Binaries open(Path directory) throws IOException {
    return new Binaries(directory, Files.readAllLines(directory.resolve(MANIFEST)).get(0));
  }

  /** Asks the unpacked programs for their version and writes the manifest. */
  static void seal(Path directory) throws IOException {
    Command version =
        Command.run(List.of(directory.resolve("bin/postgres").toString(), "--version"));
    if (!version.succeeded()) {
      throw StartFailure.of("PostgreSQL's programs do not run on this system", version.output());
    }
    List<String> lines = new ArrayList<>();
    // postgres (PostgreSQL) 18.6
    lines.add(version.output().split(" ", -1)[2]);
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.filter(Binaries::isFile).toList()) {
        lines.add(Files.size(file) + " " + directory.relativize(file));
      }
    }
    Files.write(directory.resolve(MANIFEST), lines);
  }

  private static boolean isFile(Path path) {
    return Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS);
  }
}
