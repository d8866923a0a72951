package io.croft.gate;

import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Set;

/**
 * The one secret of the control plane: 32 bytes from which every password and key is derived, each
 * for a purpose of its own. It never enters the catalog, a log or the application's process.
 */
public final class MasterSecret {

  private static final int LENGTH = 32;
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");

  private final byte[] secret;

  private MasterSecret(byte[] secret) {
    this.secret = secret;
  }

  /** Returns the secret made of exactly 32 bytes; otherwise {@code configuration-invalid}. */
  public static MasterSecret of(byte[] bytes) {
    if (bytes.length != LENGTH) {
      throw invalid("a master secret has 32 bytes, found " + bytes.length);
    }
    return new MasterSecret(bytes.clone());
  }

  /** Returns a new secret from a cryptographically strong random source. */
  public static MasterSecret random() {
    byte[] bytes = new byte[LENGTH];
    new SecureRandom().nextBytes(bytes);
    return new MasterSecret(bytes);
  }

  /**
   * Returns the secret written as 64 hexadecimal digits; otherwise {@code configuration-invalid}.
   */
  public static MasterSecret parse(String hex) {
    try {
      return of(HexFormat.of().parseHex(hex.strip()));
    } catch (IllegalArgumentException e) {
      throw invalid("a master secret is 64 hexadecimal digits");
    }
  }

  /**
   * Returns the secret kept in {@code file} as 64 hexadecimal digits.
   *
   * @throws CroftException {@code configuration-invalid} when it cannot be read, is malformed or
   *     can be read by others than its owner
   */
  public static MasterSecret fromFile(Path file) {
    try {
      if (posix() && !OWNER_ONLY.containsAll(Files.getPosixFilePermissions(file))) {
        throw invalid(file + " can be read by others than its owner");
      }
      return parse(Files.readString(file));
    } catch (IOException e) {
      throw new CroftException(
          ErrorCode.CONFIGURATION_INVALID,
          "the master secret cannot be read from " + file + ": " + e.getMessage(),
          "name a file of 64 hexadecimal digits with mode 0600",
          e);
    }
  }

  /** Writes the secret to a new file that only its owner can read; fails when the file exists. */
  public void writeTo(Path file) throws IOException {
    if (posix()) {
      Files.createFile(file, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
    } else {
      Files.createFile(file);
    }
    Files.writeString(file, HexFormat.of().formatHex(secret) + "\n", StandardOpenOption.WRITE);
  }

  /** Returns 32 bytes that only holders of the secret can compute, different for each purpose. */
  public byte[] derive(String purpose) {
    return Hmac.derive(secret, purpose);
  }

  /** Returns the secret that the application's processes are given. */
  public ApplicationSecret application() {
    return ApplicationSecret.of(derive("application.v1"));
  }

  /** Returns the password of the mover's login on {@code server}. */
  public String moverPassword(String server) {
    return HexFormat.of().formatHex(derive("mover.v1:" + server));
  }

  private static boolean posix() {
    return FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
  }

  private static CroftException invalid(String message) {
    return new CroftException(
        ErrorCode.CONFIGURATION_INVALID,
        message,
        "name a file of 64 hexadecimal digits with mode 0600, or set CROFT_MASTER_SECRET");
  }

  @Override
  public String toString() {
    return "MasterSecret[hidden]";
  }
}
