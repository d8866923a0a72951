package io.croft.gate;

import io.croft.core.Access;
import io.croft.core.Placement;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
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
  private static final int ACCESS_LENGTH = 16;

  private final ApplicationSecret secret;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();
  private final Map<String, Key> keys = new ConcurrentHashMap<>();

  public Sealer(ApplicationSecret secret) {
    this(secret, Clock.systemUTC());
  }

  /** The same with another clock than the system's: its seals begin and expire by that one. */
  public Sealer(ApplicationSecret secret, Clock clock) {
    this.secret = secret;
    this.clock = clock;
  }

  /** A seal key of one database. */
  private static final class Key {
    private final int kid;
    private final byte[] secret;

    private Key(int kid, byte[] secret) {
      this.kid = kid;
      this.secret = secret;
    }
  }

  /**
   * Takes another key for the database of {@code placement} when the gate has refused a seal
   * because its key has ended; see {@code croft.other_key}.
   *
   * @return false when {@code refusal} says nothing of another key
   */
  public boolean learn(Placement placement, SQLException refusal) {
    Optional<Integer> kid = GateAnswer.otherKey(refusal);
    kid.ifPresent(
        id ->
            keys.compute(
                database(placement),
                (any, known) -> known != null && known.kid == id ? known : key(placement, id)));
    return kid.isPresent();
  }

  /** Returns a seal of full access; otherwise like the other. */
  public byte[] seal(Placement placement, int backendPid) {
    return seal(placement, backendPid, Access.FULL);
  }

  /**
   * Returns a seal for the pool home that {@code placement} names.
   *
   * @param backendPid the process id of the one backend that may use it; 0 where it is not known,
   *     as behind a pooler
   * @param access what the transaction may do
   */
  public byte[] seal(Placement placement, int backendPid, Access access) {
    byte[] nonce = new byte[16];
    random.nextBytes(nonce);
    Key key = keys.computeIfAbsent(database(placement), any -> key(placement, FIRST_KEY));
    ByteBuffer seal = ByteBuffer.allocate(SIGNED_LENGTH + Hmac.LENGTH);
    seal.putInt(key.kid)
        .putLong(placement.tenant().value().getMostSignificantBits())
        .putLong(placement.tenant().value().getLeastSignificantBits())
        .putLong(placement.epoch())
        .putLong(clock.instant().plus(LIFETIME).getEpochSecond())
        .putInt(backendPid)
        .put(nonce)
        .put(padded(access));
    byte[] signed = new byte[SIGNED_LENGTH];
    seal.get(0, signed);
    return seal.put(Hmac.sign(key.secret, signed)).array();
  }

  private static byte[] padded(Access access) {
    String word = access.word();
    return (word + " ".repeat(ACCESS_LENGTH - word.length())).getBytes(StandardCharsets.US_ASCII);
  }

  private Key key(Placement placement, int kid) {
    return new Key(kid, secret.sealKey(placement.server(), placement.database(), kid));
  }

  private static String database(Placement placement) {
    return placement.server() + "/" + placement.database();
  }
}
