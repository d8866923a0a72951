package io.croft.catalog;

import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import io.croft.gate.MasterSecret;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Encrypts administrators' passwords with AES-256-GCM (NIST SP 800-38D) under a key derived from
 * the master secret. The associated data is the name of what the text belongs to, so that a
 * ciphertext copied to another row does not decrypt.
 *
 * <p>Layout: one byte of version, 12 of nonce, then ciphertext and 16 bytes of tag.
 */
final class AdminCipher {

  private static final byte VERSION = 1;
  private static final int NONCE = 12;
  private static final int TAG_BITS = 128;
  private static final int SHORTEST = 1 + NONCE + TAG_BITS / 8;

  private final SecretKeySpec key;
  private final SecureRandom random = new SecureRandom();

  AdminCipher(MasterSecret secret) {
    this.key = new SecretKeySpec(secret.derive("catalog.admin-password.v1"), "AES");
  }

  byte[] encrypt(String belongsTo, String text) {
    byte[] nonce = new byte[NONCE];
    random.nextBytes(nonce);
    try {
      byte[] sealed =
          cipher(Cipher.ENCRYPT_MODE, nonce, belongsTo)
              .doFinal(text.getBytes(StandardCharsets.UTF_8));
      return ByteBuffer.allocate(1 + NONCE + sealed.length)
          .put(VERSION)
          .put(nonce)
          .put(sealed)
          .array();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java runtime lacks AES-256-GCM", e);
    }
  }

  /**
   * Returns the text.
   *
   * @throws CroftException {@code configuration-invalid} when it was encrypted with another master
   *     secret or for something else
   */
  String decrypt(String belongsTo, byte[] stored) {
    if (stored.length < SHORTEST || stored[0] != VERSION) {
      throw undecipherable(belongsTo, null);
    }
    byte[] nonce = new byte[NONCE];
    ByteBuffer.wrap(stored, 1, NONCE).get(nonce);
    try {
      byte[] text =
          cipher(Cipher.DECRYPT_MODE, nonce, belongsTo)
              .doFinal(stored, 1 + NONCE, stored.length - 1 - NONCE);
      return new String(text, StandardCharsets.UTF_8);
    } catch (AEADBadTagException e) {
      throw undecipherable(belongsTo, e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java runtime lacks AES-256-GCM", e);
    }
  }

  private Cipher cipher(int mode, byte[] nonce, String belongsTo) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(new byte[] {VERSION});
    cipher.updateAAD(belongsTo.getBytes(StandardCharsets.UTF_8));
    return cipher;
  }

  private static CroftException undecipherable(String belongsTo, @Nullable Throwable cause) {
    return new CroftException(
        ErrorCode.CONFIGURATION_INVALID,
        "the secret kept for " + belongsTo + " cannot be decrypted with this master secret",
        "start with the master secret that this catalog was made with",
        cause);
  }
}
