package io.croft.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.croft.core.Isolation;
import io.croft.core.Placement;
import io.croft.core.TenantId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SealerTest {

  private static final ApplicationSecret SECRET = MasterSecret.of(new byte[32]).application();
  private static final Placement PLACEMENT =
      Placement.of(TenantId.of("6f1c4f6e-0f0a-4d1c-9a52-0d6f5f0f1a2b"), Isolation.POOL, "eu-1", 7);
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00.900Z");

  private final Sealer sealer = new Sealer(SECRET, Clock.fixed(NOW, ZoneOffset.UTC));

  @Test
  void writesAMessageOfFixedWidth() {
    ByteBuffer seal = ByteBuffer.wrap(sealer.seal(PLACEMENT, 4711));
    assertThat(seal.remaining()).isEqualTo(104);
    assertThat(seal.getInt()).isEqualTo(Sealer.FIRST_KEY);
    assertThat(seal.getLong()).isEqualTo(PLACEMENT.tenant().value().getMostSignificantBits());
    assertThat(seal.getLong()).isEqualTo(PLACEMENT.tenant().value().getLeastSignificantBits());
    assertThat(seal.getLong()).isEqualTo(7);
    assertThat(seal.getLong()).isEqualTo(NOW.getEpochSecond() + 10);
    assertThat(seal.getInt()).isEqualTo(4711);
  }

  @Test
  void signsTheWholeMessageWithTheKeyOfTheDatabase() {
    byte[] seal = sealer.seal(PLACEMENT, 0);
    byte[] key = SECRET.sealKey("eu-1", "croft_app", Sealer.FIRST_KEY);
    assertThat(Arrays.copyOfRange(seal, 72, 104))
        .isEqualTo(Hmac.sign(key, Arrays.copyOf(seal, 72)));
  }

  @Test
  void makesEverySealDifferent() {
    assertThat(sealer.seal(PLACEMENT, 1)).isNotEqualTo(sealer.seal(PLACEMENT, 1));
  }

  @Test
  void usesAnotherKeyForEachServerDatabaseAndKeyId() {
    assertThat(
            Stream.of(
                    SECRET.sealKey("eu-1", "croft_app", 1),
                    SECRET.sealKey("us-1", "croft_app", 1),
                    SECRET.sealKey("eu-1", "other", 1),
                    SECRET.sealKey("eu-1", "croft_app", 2))
                .map(HexFormat.of()::formatHex))
        .doesNotHaveDuplicates();
  }

  @Test
  void computesHmacAsTheStandardSays() {
    // RFC 4231, test case 2.
    assertThat(
            HexFormat.of()
                .formatHex(
                    Hmac.derive(
                        "Jefe".getBytes(StandardCharsets.US_ASCII),
                        "what do ya want for nothing?")))
        .isEqualTo("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  }

  @Test
  void padsAKeyToTwoBlocks() {
    byte[] key = {1, 2};
    assertThat(Hmac.innerPad(key)).hasSize(64).startsWith(1 ^ 0x36, 2 ^ 0x36, 0x36).endsWith(0x36);
    assertThat(Hmac.outerPad(key)).hasSize(64).startsWith(1 ^ 0x5c, 2 ^ 0x5c, 0x5c).endsWith(0x5c);
  }
}
