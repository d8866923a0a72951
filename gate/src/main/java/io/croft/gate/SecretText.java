package io.croft.gate;

import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.Set;

/**
 * How a secret of 32 bytes is written: 64 hexadecimal digits, in a file that only its owner can
 * read. No message repeats what was read.
 *
 * @param name what messages call the secret, for example {@code a master secret}
 * @param hint what to do when it is refused
 */
record SecretText(String name, String hint) {

  private static final int LENGTH = 32;
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");

  /** Returns a copy of the bytes if there are 32; otherwise {@code configuration-invalid}. */
  byte[] checked(byte[] bytes) {
    if (bytes.length != LENGTH) {
      throw invalid(name + " has " + LENGTH + " bytes, found " + bytes.length);
    }
    return bytes.clone();
  }

  /** Returns the bytes that the digits spell; {@code configuration-invalid}. */
  byte[] parse(String hex) {
    byte[] bytes;
    try {
      bytes = HexFormat.of().parseHex(hex.strip());
    } catch (IllegalArgumentException e) {
      // The exception repeats the text: it does not go on.
      throw invalid(name + " is 64 hexadecimal digits");
    }
    return checked(bytes);
  }

  /** Returns the bytes that a file keeps; {@code configuration-invalid} as the secrets promise. */
  byte[] read(Path file) {
    try {
      if (posix() && !OWNER_ONLY.containsAll(Files.getPosixFilePermissions(file))) {
        throw invalid(file + " can be read by others than its owner");
      }
      return parse(Files.readString(file));
    } catch (CharacterCodingException e) {
      throw invalid(name + " is 64 hexadecimal digits");
    } catch (IOException e) {
      throw new CroftException(
          ErrorCode.CONFIGURATION_INVALID,
          name + " cannot be read from " + file + ": " + e.getMessage(),
          "name a file of 64 hexadecimal digits with mode 0600",
          e);
    }
  }

  /** Writes the digits to a new file that only its owner can read; fails when the file exists. */
  static void write(byte[] secret, Path file) throws IOException {
    if (posix()) {
      Files.createFile(file, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
    } else {
      Files.createFile(file);
    }
    Files.writeString(file, HexFormat.of().formatHex(secret) + "\n", StandardOpenOption.WRITE);
  }

  private static boolean posix() {
    return FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
  }

  private CroftException invalid(String message) {
    return new CroftException(ErrorCode.CONFIGURATION_INVALID, message, hint);
  }
}
