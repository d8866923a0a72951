package io.croft.gate;

import io.croft.core.CroftException;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * The one secret of the control plane: 32 bytes from which every password and key is derived, each
 * for a purpose of its own. It never enters the catalog, a log or the application's process.
 */
public final class MasterSecret {

  private static final int LENGTH = 32;
  private static final SecretText TEXT =
      new SecretText(
          "a master secret",
          "name a file of 64 hexadecimal digits with mode 0600, or set CROFT_MASTER_SECRET");

  private final byte[] secret;

  private MasterSecret(byte[] secret) {
    this.secret = secret;
  }

  /** Returns the secret made of exactly 32 bytes; otherwise {@code configuration-invalid}. */
  public static MasterSecret of(byte[] bytes) {
    return new MasterSecret(TEXT.checked(bytes));
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
    return new MasterSecret(TEXT.parse(hex));
  }

  /**
   * Returns the secret kept in {@code file} as 64 hexadecimal digits.
   *
   * @throws CroftException {@code configuration-invalid} when it cannot be read, is malformed or
   *     can be read by others than its owner
   */
  public static MasterSecret fromFile(Path file) {
    return new MasterSecret(TEXT.read(file));
  }

  /** Writes the secret to a new file that only its owner can read; fails when the file exists. */
  public void writeTo(Path file) throws IOException {
    SecretText.write(secret, file);
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

  @Override
  public String toString() {
    return "MasterSecret[hidden]";
  }
}
