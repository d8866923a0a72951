package io.croft.gate;

import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import java.util.HexFormat;

/**
 * What an application's processes must know to reach its tenants: 32 bytes from which the password
 * of every tenant login and the seal key of every database are derived. It gives no access to the
 * control plane, its administrators or the mover.
 */
public final class ApplicationSecret {

  private static final int LENGTH = 32;

  private final byte[] secret;

  private ApplicationSecret(byte[] secret) {
    this.secret = secret;
  }

  /** Returns the secret made of exactly 32 bytes; otherwise {@code configuration-invalid}. */
  public static ApplicationSecret of(byte[] bytes) {
    if (bytes.length != LENGTH) {
      throw new CroftException(
          ErrorCode.CONFIGURATION_INVALID,
          "an application secret has 32 bytes, found " + bytes.length,
          "use the secret that the control plane derived for this application");
    }
    return new ApplicationSecret(bytes.clone());
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
