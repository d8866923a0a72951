package io.croft.attack;

import static io.croft.core.Isolation.POOL;

import io.croft.core.Placement;
import io.croft.gate.Gate;
import io.croft.gate.MasterSecret;
import io.croft.gate.Sealer;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** Attacks with seals that the router did not make for this tenant, moment and backend. */
final class SealAttacks {

  private static final String REJECTED = "TN003";

  private static final Control UNSIGNED =
      Control.function(
          "seal-unsigned",
          "the signature of a seal",
          "enter",
          "= substring(seal FROM 73)",
          "IS NOT NULL");

  private static final Control NULL_ACCEPTED =
      Control.function(
          "seal-null-accepted",
          "the refusal of a seal that could not be verified",
          "enter",
          "IF genuine IS NOT TRUE THEN",
          "IF NOT genuine THEN");

  private static final Control UNEXPIRING =
      Control.function(
          "seal-unexpiring",
          "the expiry of a seal",
          "enter",
          "expiry < 0 OR expiry > 120",
          "expiry > 120");

  private static final Control LASTING =
      Control.function(
          "seal-lasting",
          "the longest life of a seal",
          "enter",
          "expiry < 0 OR expiry > 120",
          "expiry < 0");

  private static final Control UNBOUND =
      Control.function(
          "seal-unbound",
          "the backend in a seal",
          "enter",
          "sealed_pid <> pg_backend_pid()",
          "false");

  private static final Control ONE_KEY =
      Control.function(
          "seal-key-of-any-database",
          "a key for each database",
          "enter",
          "= substring(seal FROM 73)",
          "IS NOT NULL");

  private static final Control KEYS_UNENDING =
      Control.function(
          "seal-key-unending",
          "the end of a key",
          "enter",
          "AND k.not_after > clock_timestamp()",
          "");

  private static final Control EPOCH_IGNORED =
      Control.function(
          "epoch-ignored",
          "the gate row that enter reads",
          "enter",
          "PERFORM croft.check_open(sealed_tenant, sealed_epoch);",
          "");

  private static final Control KEY_PRINTED =
      Control.function(
          "seal-key-printed",
          "a message that tells nothing of the key",
          "enter",
          "RAISE EXCEPTION 'the seal is not genuine'",
          "RAISE EXCEPTION 'the seal is not genuine: %',"
              + " (SELECT encode(k.inner_pad, 'hex') FROM croft.seal_key k LIMIT 1)");

  private SealAttacks() {}

  static List<Attack> all() {
    return List.of(
        pool("seal-forged", "a seal that was changed, cut or signed by another")
            .from("traps 1, 2, 6; Vondra's signed vault")
            .without(UNSIGNED)
            .does(SealAttacks::forge),
        pool("seal-null", "a seal of nothing, or of a key that does not exist")
            .from("trap 1")
            .without(NULL_ACCEPTED)
            .does(SealAttacks::unknown),
        pool("seal-expired", "a seal of yesterday, in a session with other clocks")
            .from("matrix 7; trap 3")
            .without(UNEXPIRING)
            .does(SealAttacks::expired),
        pool("seal-long-lived", "a seal that outlasts its seconds")
            .from("matrix 7; a clock that is ahead")
            .without(LASTING)
            .does(t -> present(t, "a seal for next year", at(t, Duration.ofDays(365)))),
        pool("seal-of-another-backend", "the seal of another session")
            .from("matrix 7; trap 9")
            .without(UNBOUND)
            .does(SealAttacks::stolen),
        pool("seal-of-another-database", "a seal with the key of another database or server")
            .from("trap 13")
            .without(ONE_KEY)
            .does(SealAttacks::elsewhere),
        pool("seal-of-a-retired-key", "a seal with a key that has ended")
            .from("trap 13")
            .only(Safety.OWN_HOMES)
            .without(KEYS_UNENDING)
            .does(SealAttacks::retired),
        pool("seal-of-another-epoch", "a genuine seal for a home that the tenant has not")
            .from("a stale router")
            .without(EPOCH_IGNORED)
            .does(SealAttacks::stale),
        pool("seal-key-printed", "the gate's messages and debug output, searched for the key")
            .from("trap 5")
            .without(KEY_PRINTED)
            .does(SealAttacks::listen));
  }

  private static Attack.Builder pool(String id, String title) {
    return Attack.named(id, title).in(POOL);
  }

  /** Makes a seal for one connection. */
  private interface Seal {
    byte[] on(Connection connection) throws SQLException;
  }

  private static Seal at(Trial trial, Duration offset) {
    Clock clock = Clock.offset(Clock.systemUTC(), offset);
    return c -> new Sealer(trial.ground().secret(), clock).seal(home(trial), Sql.pid(c));
  }

  /** Returns the victim's seal as it was made some time ago. */
  static byte[] sealedAgo(Trial trial, Connection on, Duration ago) throws SQLException {
    return at(trial, ago.negated()).on(on);
  }

  private static Placement home(Trial trial) {
    return trial.victim().home();
  }

  private static void present(Trial trial, String what, Seal seal) throws SQLException {
    Connection own = trial.outside();
    present(trial, own, what, seal.on(own), REJECTED);
  }

  /** Enters with the seal, and reads as whoever has entered. */
  private static void present(
      Trial trial, Connection own, String what, byte[] seal, String... states) throws SQLException {
    own.setAutoCommit(false);
    trial.mustReachNothing(
        what,
        () -> {
          Sql.call(own, "SELECT croft.enter(?)", seal);
          return Sql.number(
              own,
              "SELECT count(*) FROM croft_canary WHERE tenant_id = ?",
              home(trial).tenant().value());
        },
        states);
    own.rollback();
  }

  private static void forge(Trial trial) throws SQLException {
    Connection own = trial.outside();
    byte[] genuine = trial.ground().seal(trial.victim(), own);
    for (int i = 0; i < genuine.length; i += 3) {
      byte[] changed = genuine.clone();
      changed[i] ^= (byte) (1 << (i % 8));
      present(trial, own, "byte " + i + " changed", changed, REJECTED);
    }
    for (int length :
        new int[] {0, 1, genuine.length - 1, genuine.length + 1, 2 * genuine.length}) {
      present(trial, own, "of length " + length, Arrays.copyOf(genuine, length), REJECTED);
    }
    byte[] patched = trial.ground().seal(trial.own(), own);
    ByteBuffer.wrap(patched, 4, 16)
        .putLong(home(trial).tenant().value().getMostSignificantBits())
        .putLong(home(trial).tenant().value().getLeastSignificantBits());
    present(trial, own, "one's own with the victim written in", patched, REJECTED);
    Sealer stranger = new Sealer(MasterSecret.random().application());
    present(trial, own, "of a stranger", stranger.seal(home(trial), Sql.pid(own)), REJECTED);
  }

  private static void unknown(Trial trial) throws SQLException {
    for (int kid : new int[] {0, 77, -1, Integer.MIN_VALUE}) {
      present(
          trial,
          "key " + kid,
          c -> ByteBuffer.wrap(trial.ground().seal(trial.victim(), c)).putInt(0, kid).array());
    }
    Connection own = trial.outside();
    for (String nothing : List.of("NULL", "''", "repeat('a', 100)::bytea", "NULL::bytea, NULL")) {
      String sql = "SELECT croft.enter(" + nothing + ")";
      trial.mustRefuse(sql, () -> Sql.run(own, sql), REJECTED);
    }
  }

  private static void expired(Trial trial) throws SQLException {
    for (String setting :
        List.of(
            "SELECT 1",
            "SET LOCAL TimeZone = 'Etc/GMT+12'",
            "SET LOCAL DateStyle = 'ISO, YMD'",
            "SET LOCAL IntervalStyle = 'sql_standard'",
            "SET LOCAL bytea_output = 'escape'",
            "SET LOCAL extra_float_digits = -15")) {
      Connection own = trial.outside();
      own.setAutoCommit(false);
      Sql.run(own, setting);
      byte[] old = at(trial, Sealer.LIFETIME.plusSeconds(2).negated()).on(own);
      present(trial, own, "with " + setting, old, REJECTED);
      own.setAutoCommit(true);
    }
  }

  private static void stolen(Trial trial) throws SQLException {
    Connection other = trial.outside();
    present(
        trial,
        "of another session",
        any -> new Sealer(trial.ground().secret()).seal(home(trial), Sql.pid(other)));
  }

  private static void elsewhere(Trial trial) throws SQLException {
    Placement home = home(trial);
    present(trial, "of another database", c -> sealedFor(trial, home.server(), "elsewhere", c));
    present(trial, "of another server", c -> sealedFor(trial, "elsewhere", home.database(), c));
  }

  private static byte[] sealedFor(Trial trial, String server, String database, Connection on)
      throws SQLException {
    Placement home = home(trial);
    Placement other =
        new Placement(
            home.tenant(),
            home.isolation(),
            server,
            database,
            home.schema(),
            home.login(),
            home.epoch());
    return new Sealer(trial.ground().secret()).seal(other, Sql.pid(on));
  }

  /** The genuine key ends, as after a rotation, while somebody still signs with it. */
  private static void retired(Trial trial) throws SQLException {
    Connection admin = trial.admin();
    byte[] next = MasterSecret.random().derive("next");
    Gate.putSealKey(admin, Sealer.FIRST_KEY + 1, next);
    Sql.run(
        admin, "UPDATE croft.seal_key SET not_after = 'yesterday' WHERE kid = " + Sealer.FIRST_KEY);
    present(trial, "with the key before", c -> trial.ground().seal(trial.victim(), c));
  }

  private static void stale(Trial trial) throws SQLException {
    Placement home = home(trial);
    Connection own = trial.outside();
    for (long epoch : new long[] {home.epoch() - 1, home.epoch() + 1, Long.MAX_VALUE}) {
      Placement other =
          new Placement(
              home.tenant(),
              home.isolation(),
              home.server(),
              home.database(),
              home.schema(),
              home.login(),
              epoch);
      byte[] seal = new Sealer(trial.ground().secret()).seal(other, Sql.pid(own));
      present(trial, own, "for epoch " + epoch, seal, "TN002");
    }
  }

  private static void listen(Trial trial) throws SQLException {
    Placement home = home(trial);
    byte[] key = trial.ground().secret().sealKey(home.server(), home.database(), Sealer.FIRST_KEY);
    Connection own = trial.outside();
    Sql.run(own, "SET client_min_messages = debug5");
    for (String setting :
        List.of("debug_print_plan", "debug_print_parse", "debug_print_rewritten")) {
      Sql.run(own, "SET " + setting + " = on");
    }
    Sql.run(own, "SET plpgsql.print_strict_params = on");
    byte[] falseSeal = trial.ground().seal(trial.own(), own);
    falseSeal[falseSeal.length - 1] ^= 1;
    KeyWitness witness = KeyWitness.of(key);
    trial.mustReachNothing("the key in messages", () -> witness.search(own, falseSeal), REJECTED);
  }
}
