package io.croft.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;

/**
 * What {@code croft serve} tells the other commands of the same user: where its catalog is and
 * where its master secret lies. The file holds a password; only its owner can read it.
 *
 * @param catalog the catalog's address with its login
 * @param secretFile the file of the master secret
 * @param process the process that serves
 */
record ServedState(String catalog, String secretFile, long process) {

  private static final String WHAT = "state file";

  /** Returns the file that all commands of this user look at, unless told otherwise. */
  static Path file(Map<String, String> environment) {
    String named = environment.getOrDefault("CROFT_STATE", "");
    if (!named.isEmpty()) {
      return Path.of(named).toAbsolutePath();
    }
    String base = environment.getOrDefault("XDG_STATE_HOME", "");
    Path states =
        base.isEmpty()
            ? Path.of(environment.getOrDefault("HOME", ""), ".local", "state")
            : Path.of(base);
    return states.resolve("croft/serve.json").toAbsolutePath();
  }

  /** Returns what a process that still runs has written to {@code file}. */
  static Optional<ServedState> read(Path file) {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      ServedState state = Json.read(Files.readString(file), ServedState.class);
      return Optional.of(state).filter(ServedState::isAlive);
    } catch (IOException | JacksonException e) {
      throw ServedFile.unusable(file, WHAT, e);
    }
  }

  private boolean isAlive() {
    return ProcessHandle.of(process).map(ProcessHandle::isAlive).orElse(false);
  }

  /** Writes the state for others to find, whole or not at all. */
  ServedFile publish(Path file) {
    return ServedFile.publish(file, WHAT, at -> PrivateFile.replace(at, Json.page(this)));
  }
}
