package io.croft.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A small tree around a copy of the launcher, with a stand-in for Maven. */
final class SourceTree {

  private static final String PACKAGE = "cli/src/main/java/io/croft/cli";
  private static final String MAIN = PACKAGE + "/Main.java";

  private final Path directory;
  private final Path root;

  /** Names a tree that is to be planted in {@code directory}. */
  SourceTree(Path directory) {
    this.directory = directory;
    this.root = directory.resolve("my croft");
  }

  /** Plants a tree in a folder of {@code directory} whose name has a space in it. */
  static SourceTree plant(Path directory) throws IOException {
    SourceTree tree = new SourceTree(directory);
    Path root = tree.root;
    Files.createDirectories(root.resolve(".mvn"));
    Files.createDirectories(root.resolve(PACKAGE));
    for (String file : List.of("pom.xml", "cli/pom.xml", "library.jar")) {
      Files.createFile(root.resolve(file));
    }
    Files.copy(Path.of("../croft"), root.resolve("croft"));
    Files.setPosixFilePermissions(
        root.resolve("croft"), PosixFilePermissions.fromString("rwxr-xr-x"));
    copy("mvnw", root.resolve("mvnw"));
    copy("Main.java.txt", root.resolve(MAIN));
    tree.age();
    return tree;
  }

  private static void copy(String resource, Path to) throws IOException {
    try (InputStream in = SourceTree.class.getResourceAsStream("launcher/" + resource)) {
      if (in == null) {
        throw new IOException("no resource " + resource);
      }
      Files.copy(in, to);
    }
  }

  /** Makes all files an hour old, so that a later change is seen whatever the clock's grain. */
  private void age() throws IOException {
    FileTime then = FileTime.from(Instant.now().minusSeconds(3600));
    try (var files = Files.walk(root)) {
      for (Path file : files.toList()) {
        Files.setLastModifiedTime(file, then);
      }
    }
  }

  Path path(String file) {
    return root.resolve(file);
  }

  /** Returns how often the tree was built. */
  int builds() throws IOException {
    Path builds = path("builds");
    return Files.exists(builds) ? Files.readAllLines(builds).size() : 0;
  }

  /** Changes the main source so that it still compiles. */
  void change() throws IOException {
    Files.writeString(path(MAIN), Files.readString(path(MAIN)) + "\n");
  }

  /** Changes the main source so that it does not compile any more. */
  void spoil() throws IOException {
    Files.writeString(path(MAIN), Files.readString(path(MAIN)).replace("class Main", "clas Main"));
  }

  /** Undoes {@link #spoil}. */
  void mend() throws IOException {
    Files.writeString(path(MAIN), Files.readString(path(MAIN)).replace("clas Main", "class Main"));
  }

  /** Starts the launcher of this tree. */
  Running start(String... arguments) throws IOException {
    return start(path("croft"), Map.of(), arguments);
  }

  /** Starts a launcher by any of its paths, with variables added to the environment. */
  Running start(Path launcher, Map<String, String> variables, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>(List.of(launcher.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().putAll(variables);
    Path err = Files.createTempFile(directory, "err", ".txt");
    return new Running(builder.redirectError(err.toFile()).start(), err);
  }
}
