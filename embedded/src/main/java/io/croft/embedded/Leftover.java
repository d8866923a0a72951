package io.croft.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The pid file that a server left in a data directory which its JVM no longer uses. */
final class Leftover {

  private static final Duration STOPPING = Duration.ofSeconds(30);
  private static final int POLL_MILLIS = 20;

  private Leftover() {}

  /**
   * Waits for a server that is still being stopped after the death of its JVM, and removes the file
   * when its process is no server of this directory: after a crash the number may be another's.
   */
  static void clear(ServerDirectory directory) throws IOException {
    Instant deadline = Instant.now().plus(STOPPING);
    Path file = directory.data().resolve("postmaster.pid");
    while (Files.exists(file)) {
      List<String> lines = Files.readAllLines(file);
      Optional<ProcessHandle> process =
          lines.isEmpty() ? Optional.empty() : process(lines.get(0).trim());
      if (process.isEmpty() || !serves(process.get(), directory.data())) {
        Files.deleteIfExists(file);
      } else if (Instant.now().isAfter(deadline)) {
        throw new EmbeddedPostgresException(
            "The data directory %s is in use by the running server with process id %s"
                .formatted(directory.root(), lines.get(0)),
            "Stop that server, or choose another directory.");
      } else {
        pause();
      }
    }
  }

  private static Optional<ProcessHandle> process(String pid) {
    return pid.matches("[0-9]{1,18}") ? ProcessHandle.of(Long.parseLong(pid)) : Optional.empty();
  }

  private static boolean serves(ProcessHandle process, Path data) throws IOException {
    Path workingDirectory = Path.of("/proc", Long.toString(process.pid()), "cwd");
    if (Files.isReadable(workingDirectory)) {
      return Files.isSameFile(workingDirectory, data);
    }
    return process.isAlive()
        && process.info().command().map(program -> program.endsWith("/postgres")).orElse(true);
  }

  private static void pause() {
    try {
      Thread.sleep(POLL_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EmbeddedPostgresException(
          "Interrupted while waiting for an earlier server to stop", "Start the server again.", e);
    }
  }
}
