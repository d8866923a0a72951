package io.croft.doctor;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/** What PostgreSQL keeps of a password under SCRAM-SHA-256 (RFC 5802). */
final class ScramVerifier {

  private static final Pattern FORM =
      Pattern.compile("SCRAM-SHA-256\\$(\\d{1,9}):([^$]+)\\$([^:]+):(.+)");
  private static final int KEY_BITS = 256;

  private final int iterations;
  private final byte[] salt;

  /** The hash of the key that a client proves to have. */
  private final byte[] storedKey;

  private ScramVerifier(int iterations, byte[] salt, byte[] storedKey) {
    this.iterations = iterations;
    this.salt = salt;
    this.storedKey = storedKey;
  }

  /** Returns what {@code text} says; empty when it is of another form. */
  static Optional<ScramVerifier> parse(String text) {
    Matcher parts = FORM.matcher(text);
    if (!parts.matches()) {
      return Optional.empty();
    }
    Base64.Decoder base64 = Base64.getDecoder();
    return Optional.of(
        new ScramVerifier(
            Integer.parseInt(parts.group(1)),
            base64.decode(parts.group(2)),
            base64.decode(parts.group(3))));
  }

  /**
   * Tells whether it was made of this password, which is plain ASCII. Some milliseconds of work.
   */
  boolean isOf(String password) {
    try {
      byte[] salted =
          SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
              .generateSecret(new PBEKeySpec(password.toCharArray(), salt, iterations, KEY_BITS))
              .getEncoded();
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(salted, "HmacSHA256"));
      byte[] clientKey = mac.doFinal("Client Key".getBytes(StandardCharsets.US_ASCII));
      byte[] expected = MessageDigest.getInstance("SHA-256").digest(clientKey);
      return MessageDigest.isEqual(expected, storedKey);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no SCRAM-SHA-256", e);
    }
  }
}
