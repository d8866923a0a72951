package io.croft.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.croft.core.Isolation;
import io.croft.core.Placement;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the gate says to seals that the router did not make for this moment and backend. */
class SealIT {

  private static final int SIGNED = 72;

  private static GateDatabase database;

  private Connection own;

  @BeforeAll
  static void createDatabase() throws SQLException {
    database = GateDatabase.create();
  }

  @BeforeEach
  void connect() throws SQLException {
    own = database.pool();
  }

  @AfterEach
  void close() throws SQLException {
    own.close();
  }

  @Test
  void acceptsAGenuineSeal() throws SQLException {
    assertThat(enter(genuine())).isEqualTo(Sql.FINE);
  }

  @Test
  void acceptsASealWithoutABackend() {
    assertThat(enter(sealer(Clock.systemUTC()).seal(database.ann(), 0))).isEqualTo(Sql.FINE);
  }

  @Test
  void refusesASealOfWhichAnyByteWasChanged() throws SQLException {
    byte[] genuine = genuine();
    for (int i = 0; i < genuine.length; i++) {
      byte[] forged = genuine.clone();
      forged[i] ^= (byte) (1 << (i % 8));
      assertThat(enter(forged)).as("byte %d", i).isEqualTo(GateState.SEAL_REJECTED);
    }
  }

  @Test
  void tellsASealOfAnOlderRouterApart() throws SQLException {
    assertThat(enter(Arrays.copyOf(genuine(), 88))).isEqualTo(GateState.OTHER_VERSION);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, 4, 20, 71, 72, 73, 103, 105, 208})
  void refusesASealOfAnotherLength(int length) throws SQLException {
    assertThat(enter(Arrays.copyOf(genuine(), length))).isEqualTo(GateState.SEAL_REJECTED);
  }

  @Test
  void refusesNoSeal() {
    assertThat(enter(null)).isEqualTo(GateState.SEAL_REJECTED);
  }

  @Test
  void refusesTheRegisterTakenForASeal() {
    assertThat(Sql.state(own, "SELECT croft.enter(convert_to(?, 'UTF8'))", "a".repeat(104)))
        .isEqualTo(GateState.SEAL_REJECTED);
  }

  @Test
  void refusesAnExpiredSeal() throws SQLException {
    Clock late = Clock.offset(Clock.systemUTC(), Sealer.LIFETIME.plusSeconds(2).negated());
    assertThat(enter(sealer(late).seal(database.ann(), Sql.pid(own))))
        .isEqualTo(GateState.SEAL_REJECTED);
  }

  @Test
  void refusesASealThatLastsTooLong() throws SQLException {
    Clock ahead = Clock.offset(Clock.systemUTC(), Duration.ofSeconds(130));
    assertThat(enter(sealer(ahead).seal(database.ann(), Sql.pid(own))))
        .isEqualTo(GateState.SEAL_REJECTED);
  }

  @ParameterizedTest
  @ValueSource(longs = {Long.MAX_VALUE, Long.MIN_VALUE, -1, 0})
  void refusesAnExpiryOutOfRange(long expiry) throws SQLException {
    byte[] seal = genuine();
    ByteBuffer.wrap(seal).putLong(28, expiry);
    assertThat(enter(signed(seal, key()))).isEqualTo(GateState.SEAL_REJECTED);
  }

  @Test
  void refusesTheSealOfAnotherBackend() throws SQLException {
    try (Connection other = database.pool()) {
      assertThat(enter(database.seal(database.ann(), other))).isEqualTo(GateState.SEAL_REJECTED);
    }
  }

  @Test
  void refusesASealWithTheKeyOfAnotherDatabase() throws SQLException {
    byte[] elsewhere =
        GateServer.APPLICATION.sealKey(GateServer.NAME, "elsewhere", Sealer.FIRST_KEY);
    assertThat(enter(signed(genuine(), elsewhere))).isEqualTo(GateState.SEAL_REJECTED);
  }

  @Test
  void refusesASealWithTheKeyOfAnotherServer() throws SQLException {
    byte[] elsewhere = GateServer.APPLICATION.sealKey("test-2", database.name(), Sealer.FIRST_KEY);
    assertThat(enter(signed(genuine(), elsewhere))).isEqualTo(GateState.SEAL_REJECTED);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2, -1, Integer.MIN_VALUE})
  void refusesAnUnknownKey(int kid) throws SQLException {
    byte[] seal = genuine();
    ByteBuffer.wrap(seal).putInt(0, kid);
    assertThat(enter(signed(seal, key()))).isEqualTo(GateState.SEAL_REJECTED);
  }

  @Test
  void refusesAKeyThatHasRunOut() throws SQLException {
    try (Connection admin = database.admin()) {
      Gate.putSealKey(admin, 7, key());
      Sql.run(admin, "UPDATE croft.seal_key SET not_after = 'yesterday' WHERE kid = 7");
    }
    byte[] seal = genuine();
    ByteBuffer.wrap(seal).putInt(0, 7);
    assertThat(enter(signed(seal, key()))).isEqualTo(GateState.SEAL_REJECTED);
  }

  @Test
  void acceptsASecondKeyWhileKeysAreChanged() throws SQLException {
    byte[] next = MasterSecret.random().derive("next");
    try (Connection admin = database.admin()) {
      Gate.putSealKey(admin, 8, next);
    }
    byte[] seal = genuine();
    ByteBuffer.wrap(seal).putInt(0, 8);
    assertThat(enter(signed(seal, next))).isEqualTo(Sql.FINE);
    assertThat(enter(genuine())).isEqualTo(Sql.FINE);
  }

  @Test
  void refusesAGenuineSealOfAnEarlierEpoch() throws SQLException {
    Placement now = database.newHome(Isolation.POOL);
    Placement earlier =
        new Placement(
            now.tenant(),
            now.isolation(),
            now.server(),
            now.database(),
            now.schema(),
            now.login(),
            now.epoch() + 1000);
    assertThat(enter(database.seal(earlier, own))).isEqualTo(GateState.MOVED);
  }

  @Test
  void tellsNothingOfTheSealInItsMessage() throws SQLException {
    byte[] forged = genuine();
    forged[60] ^= 1;
    try {
      Sql.run(own, "SELECT croft.enter(?)", forged);
    } catch (SQLException e) {
      assertThat(e.getMessage())
          .contains("the seal is not genuine")
          .doesNotContain(database.ann().tenant().hex());
    }
  }

  private byte[] genuine() throws SQLException {
    return database.seal(database.ann(), own);
  }

  private static byte[] key() {
    return GateServer.APPLICATION.sealKey(GateServer.NAME, database.name(), Sealer.FIRST_KEY);
  }

  private static byte[] signed(byte[] seal, byte[] key) {
    byte[] message = Arrays.copyOf(seal, SIGNED);
    return ByteBuffer.allocate(seal.length).put(message).put(Hmac.sign(key, message)).array();
  }

  private static Sealer sealer(Clock clock) {
    return new Sealer(GateServer.APPLICATION, clock);
  }

  private String enter(byte @Nullable [] seal) {
    return Sql.state(own, "SELECT croft.enter(?::bytea)", seal);
  }
}
