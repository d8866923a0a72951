package io.croft.tools;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** The programs that are installed on this system. */
public final class Programs {

  /** Where systems put servers, which is not on every user's path. */
  private static final String FOR_ADMINISTRATORS = "/usr/local/sbin:/usr/sbin:/sbin";

  private Programs() {}

  /** Returns the file of the program of this name; empty when it is not installed. */
  public static Optional<Path> find(String name) {
    String path =
        System.getenv().getOrDefault("PATH", "") + File.pathSeparator + FOR_ADMINISTRATORS;
    return Stream.of(path.split(File.pathSeparator, -1))
        .filter(directory -> !directory.isEmpty())
        .map(directory -> Path.of(directory, name))
        .filter(Files::isExecutable)
        .filter(Files::isRegularFile)
        .findFirst();
  }
}
