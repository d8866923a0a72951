package io.croft.cli;

import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * A file in which {@code croft serve} tells others of this user something as long as it runs;
 * closing it removes the file. Only its owner can read it.
 *
 * @param what what the file is, for messages
 */
record ServedFile(Path file, String what) implements AutoCloseable {

  /** Writes the file that it is given. */
  @FunctionalInterface
  interface Writing {
    void to(Path file) throws IOException;
  }

  /**
   * Writes a file, in a folder that is made for this user alone when it is missing.
   *
   * @throws CroftException {@code configuration-invalid} when it cannot be written
   */
  static ServedFile publish(Path file, String what, Writing writing) {
    ServedFile served = new ServedFile(file.toAbsolutePath(), what);
    try {
      Files.createDirectories(
          served.file().resolveSibling(".").normalize(),
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      writing.to(served.file());
      return served;
    } catch (IOException e) {
      throw unusable(served.file(), what, e);
    }
  }

  @Override
  public void close() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw unusable(file, what, e);
    }
  }

  static CroftException unusable(Path file, String what, Exception cause) {
    return new CroftException(
        ErrorCode.CONFIGURATION_INVALID,
        "the " + what + " " + file + " cannot be used: " + cause.getMessage(),
        "remove it, or set CROFT_STATE to a file in a directory that you may write to",
        cause);
  }
}
