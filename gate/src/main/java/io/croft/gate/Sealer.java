package io.croft.gate;

import io.croft.core.Placement;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Makes seals: signed passes of a few seconds that name one tenant, its epoch and one backend,
 * which {@code croft.enter} verifies. Thread-safe; does no I/O.
 *
 * <p>A seal is 104 bytes: key id (4), tenant (16), epoch (8), expiry in seconds since 1970 (8),
 * backend process id or 0 (4), nonce (16), access (16, ASCII, padded with spaces; empty is full
 * access), and the HMAC-SHA256 of these 72 bytes (32); integers big-endian.
 */
public final class Sealer {

  /** The key id that servers are set up with. */
  public static final int FIRST_KEY = 1;

  /** How long a seal is good for. */
  public static final Duration LIFETIME = Duration.ofSeconds(10);

  private static final int SIGNED_LENGTH = 72;
  private static final byte[] FULL_ACCESS = " ".repeat(16).getBytes(StandardCharsets.US_ASCII);

  private final ApplicationSecret secret;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();
  private final Map<String, byte[]> keys = new ConcurrentHashMap<>();

  public Sealer(ApplicationSecret secret) {
    this(secret, Clock.systemUTC());
  }

  Sealer(ApplicationSecret secret, Clock clock) {
    this.secret = secret;
    this.clock = clock;
  }

  /**
   * Returns a seal for the pool home that {@code placement} names.
   *
   * @param backendPid the process id of the one backend that may use it; 0 where it is not known,
   *     as behind a pooler
   */
  public byte[] seal(Placement placement, int backendPid) {
    byte[] nonce = new byte[16];
    random.nextBytes(nonce);
    ByteBuffer seal = ByteBuffer.allocate(SIGNED_LENGTH + Hmac.LENGTH);
    seal.putInt(FIRST_KEY)
        .putLong(placement.tenant().value().getMostSignificantBits())
        .putLong(placement.tenant().value().getLeastSignificantBits())
        .putLong(placement.epoch())
        .putLong(clock.instant().plus(LIFETIME).getEpochSecond())
        .putInt(backendPid)
        .put(nonce)
        .put(FULL_ACCESS);
    byte[] signed = new byte[SIGNED_LENGTH];
    seal.get(0, signed);
    return seal.put(Hmac.sign(key(placement), signed)).array();
  }

  private byte[] key(Placement placement) {
    return keys.computeIfAbsent(
        placement.server() + "/" + placement.database(),
        any -> secret.sealKey(placement.server(), placement.database(), FIRST_KEY));
  }
}
