package io.croft.embedded;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Explains a failed start from what the programs wrote. */
final class StartFailure {

  private static final int TAIL = 20;

  private static final Pattern LIBRARY =
      Pattern.compile("error while loading shared libraries: (\\S+?):");

  private static final String ANOTHER_LIBRARY =
      "These programs are made for another machine or C library: build with -Dpostgres.platform.";

  private static final List<Hint> HINTS =
      List.of(
          new Hint("Address already in use", "Name another port, or none to have one chosen."),
          new Hint(
              "No space left on device",
              "Make room on the disk, or point java.io.tmpdir or the data directory elsewhere."),
          new Hint(
              "\"postmaster.pid\" already exists",
              "Stop the server that uses this data directory, or choose another directory."),
          new Hint(
              "could not map anonymous shared memory",
              "Give the container more memory, or set shared_buffers lower."),
          new Hint(
              "could not create shared memory segment",
              "Raise the system's limits of shared memory (kernel.shmmni, kernel.shmall)."),
          new Hint(
              "could not create semaphores",
              "Raise the system's limits of semaphores (kernel.sem), or set max_connections lower."),
          new Hint(
              "unrecognized configuration parameter", "Correct the setting's name, or remove it."),
          new Hint("invalid value for parameter", "Correct the setting's value, or remove it."),
          new Hint(
              "could not look up effective user ID",
              "Give this user a line in /etc/passwd, or allow user namespaces (unshare -U)."),
          new Hint(
              "Permission denied",
              "Let the server's user read and execute these files; is the file system noexec?"),
          new Hint("postgres: not found", ANOTHER_LIBRARY),
          new Hint("postgres: No such file or directory", ANOTHER_LIBRARY),
          new Hint("postgres: cannot execute", ANOTHER_LIBRARY),
          new Hint("Exec format error", ANOTHER_LIBRARY));

  private StartFailure() {}

  static EmbeddedPostgresException of(String what, String log) {
    List<String> lines = log.lines().toList();
    String tail =
        String.join(
            System.lineSeparator(), lines.subList(Math.max(0, lines.size() - TAIL), lines.size()));
    return new EmbeddedPostgresException(what + ":" + System.lineSeparator() + tail, hint(tail));
  }

  static boolean portWasTaken(String log) {
    return log.contains("Address already in use");
  }

  private static String hint(String log) {
    Matcher library = LIBRARY.matcher(log);
    if (library.find()) {
      return "Install the package of your system that has %s (libstdc++ or libstdc++6, libgcc)."
          .formatted(library.group(1));
    }
    return HINTS.stream()
        .filter(hint -> log.contains(hint.symptom()))
        .map(Hint::remedy)
        .findFirst()
        .orElse("Read the cause in these last lines of the server's log.");
  }

  private record Hint(String symptom, String remedy) {}
}
