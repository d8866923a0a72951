package io.croft.gate;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** HMAC-SHA256 (RFC 2104), and the two padded key blocks from which SQL computes the same. */
final class Hmac {

  static final int LENGTH = 32;
  private static final int BLOCK = 64;

  private Hmac() {}

  static byte[] sign(byte[] key, byte[] message) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(message);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java runtime lacks HmacSHA256", e);
    }
  }

  static byte[] derive(byte[] key, String purpose) {
    return sign(key, purpose.getBytes(StandardCharsets.UTF_8));
  }

  /** Returns the inner block: the key, padded with zeros to 64 bytes, XOR 0x36. */
  static byte[] innerPad(byte[] key) {
    return pad(key, 0x36);
  }

  /** Returns the outer block: the key, padded with zeros to 64 bytes, XOR 0x5c. */
  static byte[] outerPad(byte[] key) {
    return pad(key, 0x5c);
  }

  private static byte[] pad(byte[] key, int with) {
    if (key.length > BLOCK) {
      throw new IllegalArgumentException("a key of at most 64 bytes is expected");
    }
    byte[] block = new byte[BLOCK];
    for (int i = 0; i < BLOCK; i++) {
      block[i] = (byte) ((i < key.length ? key[i] : 0) ^ with);
    }
    return block;
  }
}
