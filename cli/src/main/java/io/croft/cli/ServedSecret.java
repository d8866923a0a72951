package io.croft.cli;

import io.croft.gate.MasterSecret;
import java.nio.file.Files;
import java.nio.file.Path;

/** The master secret of a serving process, for the other commands of this user. */
final class ServedSecret {

  private ServedSecret() {}

  /** Writes the secret into the folder of the state file. */
  static ServedFile publish(MasterSecret secret, Path stateFile) {
    return ServedFile.publish(
        stateFile.resolveSibling("secret-" + ProcessHandle.current().pid()),
        "file of the master secret",
        file -> {
          Files.deleteIfExists(file);
          secret.writeTo(file);
        });
  }
}
