package io.croft.demo;

import io.croft.core.Isolation;
import io.croft.core.Placement;
import io.croft.gate.MasterSecret;
import io.croft.gate.Sealer;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;

/** Tricks with seals: stolen, changed, cut, made with another key, or used twice. */
final class SealTricks {

  // where a seal holds the tenant and the backend: see Sealer
  private static final int TENANT_AT = 4;
  private static final int PID_AT = 36;

  private final Sealer sealer;
  private final Placement own;
  private final Placement victim;

  /**
   * @param sealer makes genuine seals, as the router does: of these some are stolen and changed
   */
  SealTricks(Sealer sealer, Party attacker, Party victim) {
    this.sealer = sealer;
    this.own = attacker.home();
    this.victim = pooled(victim.home());
  }

  /**
   * A seal names a pool home; where the victim has another one, it is as if it lived in the pool.
   */
  private static Placement pooled(Placement home) {
    return Placement.of(home.tenant(), Isolation.POOL, home.server(), home.epoch());
  }

  /**
   * Returns the tricks; each presents one seal to {@code croft.enter}. All but the last do so in a
   * transaction of their own, in which the router has entered nobody.
   */
  List<Trick> all() {
    return List.of(
        trick("the victim's seal, stolen from another backend", pid -> sealer.seal(victim, 1)),
        trick(
            "the victim's seal with one's own backend written in",
            pid -> patched(sealer.seal(victim, 1), PID_AT, 4, pid)),
        trick(
            "one's own seal with the victim written in",
            pid -> {
              byte[] seal = sealer.seal(pooled(own), pid);
              System.arraycopy(sealer.seal(victim, pid), TENANT_AT, seal, TENANT_AT, 16);
              return seal;
            }),
        trick("the victim's seal, cut short", pid -> Arrays.copyOf(sealer.seal(victim, pid), 87)),
        trick(
            "the victim's seal, made with a secret of one's own",
            pid -> new Sealer(MasterSecret.random().application()).seal(victim, pid)),
        trick(
            "the victim's seal for another database",
            pid ->
                sealer.seal(
                    Placement.of(
                        victim.tenant(), Isolation.DATABASE, victim.server(), victim.epoch()),
                    pid)),
        Trick.of(
            "one's own genuine seal once more",
            connection -> present(connection, sealer.seal(pooled(own), pid(connection)))));
  }

  @FunctionalInterface
  private interface Seal {
    byte[] forBackend(int pid);
  }

  private static Trick trick(String title, Seal seal) {
    return Trick.of(
        title,
        connection -> {
          byte[] made = seal.forBackend(pid(connection));
          try (PreparedStatement statement = connection.prepareStatement("ROLLBACK AND CHAIN")) {
            statement.execute();
          }
          return present(connection, made);
        });
  }

  private static byte[] patched(byte[] seal, int at, int length, int value) {
    byte[] patched = seal.clone();
    ByteBuffer.wrap(patched, at, length).putInt(value);
    return patched;
  }

  private static int pid(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement("SELECT pg_backend_pid()");
        ResultSet row = statement.executeQuery()) {
      row.next();
      return row.getInt(1);
    }
  }

  private static long present(Connection connection, byte[] seal) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement("SELECT croft.enter(?)")) {
      statement.setBytes(1, seal);
      statement.execute();
      return 0;
    }
  }
}
