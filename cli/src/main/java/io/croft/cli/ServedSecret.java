package io.croft.cli;

import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import io.croft.gate.MasterSecret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The master secret of a serving process in a file that only its user can read, for the other
 * commands of this user; closing it removes the file.
 */
record ServedSecret(Path file) implements AutoCloseable {

  /** Writes the secret into the folder of the state file. */
  static ServedSecret publish(MasterSecret secret, Path stateFile) {
    Path file =
        stateFile.resolveSibling("secret-" + ProcessHandle.current().pid()).toAbsolutePath();
    try {
      ServedState.privateFolder(stateFile);
      Files.deleteIfExists(file);
      secret.writeTo(file);
      return new ServedSecret(file);
    } catch (IOException e) {
      throw unusable(file, e);
    }
  }

  @Override
  public void close() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw unusable(file, e);
    }
  }

  private static CroftException unusable(Path file, IOException cause) {
    return new CroftException(
        ErrorCode.CONFIGURATION_INVALID,
        "the file " + file + " of the master secret cannot be used: " + cause.getMessage(),
        "set CROFT_STATE to a file in a directory that you may write to",
        cause);
  }
}
