package io.croft.cli;

import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * A new file that only its owner can read, made before it is known what goes into it, so that
 * nothing is done whose result could not be kept. Closed without having been written, it is gone.
 */
final class PrivateFile implements AutoCloseable {

  private final Path file;
  private boolean written;

  private PrivateFile(Path file) {
    this.file = file;
  }

  /** Makes the empty file; {@code argument-invalid} when there is one or it cannot be made. */
  static PrivateFile create(Path file) {
    try {
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      return new PrivateFile(file);
    } catch (FileAlreadyExistsException e) {
      throw exists(file);
    } catch (IOException e) {
      throw unusable(file, e.getClass().getSimpleName() + ": " + e.getMessage());
    }
  }

  /** Raises what {@link #create} would raise, as far as that can be told, and makes nothing. */
  static void requireCreatable(Path file) {
    if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      throw exists(file);
    }
    Path folder = file.toAbsolutePath().resolveSibling(".").normalize();
    if (!Files.isDirectory(folder)) {
      throw unusable(file, folder + " is no directory");
    }
    if (!Files.isWritable(folder)) {
      throw unusable(file, "you may not write to " + folder);
    }
  }

  /**
   * Puts a file that only its owner can read in the place of what is there: whole or not at all.
   */
  static void replace(Path file, String text) throws IOException {
    Path draft = Files.createTempFile(file.resolveSibling(".").normalize(), "croft", ".draft");
    try {
      Files.writeString(draft, text);
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  /** Writes all that the file will hold. */
  void write(String text) throws IOException {
    Files.writeString(file, text, StandardOpenOption.WRITE);
    written = true;
  }

  @Override
  public void close() {
    try {
      if (!written) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw unusable(file, "it cannot be removed: " + e.getMessage());
    }
  }

  private static CroftException exists(Path file) {
    return new CroftException(
        ErrorCode.ARGUMENT_INVALID,
        file + " exists; no file is overwritten with secrets",
        "name a new file, or move that one away");
  }

  private static CroftException unusable(Path file, String why) {
    return new CroftException(
        ErrorCode.ARGUMENT_INVALID,
        "the file " + file + " cannot be made: " + why,
        "name a new file in a directory that you may write to");
  }
}
