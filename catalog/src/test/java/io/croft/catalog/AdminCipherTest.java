package io.croft.catalog;

import static io.croft.catalog.Refused.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.croft.core.ErrorCode;
import io.croft.gate.MasterSecret;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class AdminCipherTest {

  private final MasterSecret secret = MasterSecret.random();
  private final AdminCipher cipher = new AdminCipher(secret);

  @Test
  void decryptsWhatItEncrypted() {
    byte[] stored = cipher.encrypt("server eu-1", "pässword");

    assertThat(new AdminCipher(secret).decrypt("server eu-1", stored)).isEqualTo("pässword");
    assertThat(new String(stored, StandardCharsets.UTF_8)).doesNotContain("ssword");
  }

  @Test
  void neverEncryptsTheSameTextTheSameWay() {
    assertThat(cipher.encrypt("server eu-1", "p")).isNotEqualTo(cipher.encrypt("server eu-1", "p"));
  }

  @Test
  void refusesAnotherMasterSecret() {
    byte[] stored = cipher.encrypt("server eu-1", "password");
    AdminCipher other = new AdminCipher(MasterSecret.random());

    assertRefused(ErrorCode.CONFIGURATION_INVALID, () -> other.decrypt("server eu-1", stored))
        .hasMessageContaining("eu-1");
  }

  @Test
  void refusesAPasswordThatWasCopiedFromAnotherServer() {
    byte[] stored = cipher.encrypt("server eu-1", "password");

    assertRefused(ErrorCode.CONFIGURATION_INVALID, () -> cipher.decrypt("server us-1", stored));
  }

  @Test
  void refusesEveryChangeOfAByte() {
    byte[] stored = cipher.encrypt("server eu-1", "password");
    for (int i = 0; i < stored.length; i++) {
      byte[] changed = stored.clone();
      changed[i] ^= 1;
      assertRefused(ErrorCode.CONFIGURATION_INVALID, () -> cipher.decrypt("server eu-1", changed));
    }
  }

  @Test
  void refusesWhatIsTooShort() {
    assertRefused(
        ErrorCode.CONFIGURATION_INVALID, () -> cipher.decrypt("server eu-1", new byte[] {1, 2}));
  }
}
