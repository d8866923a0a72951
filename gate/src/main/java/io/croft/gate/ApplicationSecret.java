package io.croft.gate;

import io.croft.core.CroftException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HexFormat;

/**
 * What an application's processes must know to reach its tenants: 32 bytes from which the password
 * of every tenant login and the seal key of every database are derived. It gives no access to the
 * control plane, its administrators or the mover.
 */
public final class ApplicationSecret {

  private static final SecretText TEXT =
      new SecretText(
          "an application secret",
          "use the secret that the control plane gives to applications (croft application login):"
              + " 64 hexadecimal digits, in a file with mode 0600");

  private final byte[] secret;

  private ApplicationSecret(byte[] secret) {
    this.secret = secret;
  }

  /** Returns the secret made of exactly 32 bytes; otherwise {@code configuration-invalid}. */
  public static ApplicationSecret of(byte[] bytes) {
    return new ApplicationSecret(TEXT.checked(bytes));
  }

  /**
   * Returns the secret written as 64 hexadecimal digits, with or without white space around them.
   *
   * @throws CroftException {@code configuration-invalid}, without repeating the text
   */
  public static ApplicationSecret parse(String hex) {
    return new ApplicationSecret(TEXT.parse(hex));
  }

  /**
   * Returns the secret kept in {@code file} as 64 hexadecimal digits.
   *
   * @throws CroftException {@code configuration-invalid} when it cannot be read, is malformed or
   *     can be read by others than its owner
   */
  public static ApplicationSecret fromFile(Path file) {
    return new ApplicationSecret(TEXT.read(file));
  }

  /** Writes the secret to a new file that only its owner can read; fails when the file exists. */
  public void writeTo(Path file) throws IOException {
    SecretText.write(secret, file);
  }

  /** Returns the spelling that {@link #parse} reads. It is the secret itself: keep it so. */
  public String hex() {
    return HexFormat.of().formatHex(secret);
  }

  /** Returns the password of {@code login} on {@code server}; logins of homes contain the epoch. */
  public String loginPassword(String server, String login) {
    return HexFormat.of().formatHex(Hmac.derive(secret, "login.v1:" + server + ":" + login));
  }

  /** Returns the 32-byte key that seals are signed with for one database; {@code kid} names it. */
  public byte[] sealKey(String server, String database, int kid) {
    return Hmac.derive(secret, "seal.v1:" + server + ":" + database + ":" + kid);
  }

  @Override
  public String toString() {
    return "ApplicationSecret[hidden]";
  }
}
