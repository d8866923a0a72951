package io.croft.gate;

import io.croft.core.Isolation;
import io.croft.core.Placement;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;

/** Attacks of a tenant on its neighbours. */
final class PoolAttacks {

  private PoolAttacks() {}

  static boolean forgedSeal(GateDatabase gate) throws SQLException {
    try (Connection own = gate.pool()) {
      byte[] forged = gate.seal(gate.bob(), own);
      forged[87] ^= 1;
      return becomesBob(gate, own, forged);
    }
  }

  static boolean expiredSeal(GateDatabase gate) throws SQLException {
    return becomesBobAt(gate, Duration.ofDays(-1));
  }

  static boolean sealForNextYear(GateDatabase gate) throws SQLException {
    return becomesBobAt(gate, Duration.ofDays(365));
  }

  static boolean sealOfAnotherBackend(GateDatabase gate) throws SQLException {
    try (Connection own = gate.pool();
        Connection other = gate.pool()) {
      return becomesBob(gate, own, gate.seal(gate.bob(), other));
    }
  }

  static boolean sealWithARetiredKey(GateDatabase gate) throws SQLException {
    byte[] key = new byte[32];
    try (Connection admin = gate.admin();
        Connection own = gate.pool()) {
      Gate.putSealKey(admin, 2, key);
      Sql.run(admin, "UPDATE croft.seal_key SET not_after = 'yesterday' WHERE kid = 2");
      byte[] message =
          Arrays.copyOf(ByteBuffer.wrap(gate.seal(gate.bob(), own)).putInt(0, 2).array(), 72);
      byte[] seal = ByteBuffer.allocate(104).put(message).put(Hmac.sign(key, message)).array();
      return becomesBob(gate, own, seal);
    }
  }

  static boolean secondTenantInOneTransaction(GateDatabase gate) throws SQLException {
    try (Connection own = gate.entered(gate.ann())) {
      return becomesBob(gate, own, gate.seal(gate.bob(), own));
    }
  }

  static boolean cursorOfTheFirstTenantInTheSecond(GateDatabase gate) throws SQLException {
    try (Connection own = gate.entered(gate.ann())) {
      Sql.run(own, "DECLARE kept CURSOR FOR SELECT tenant_id FROM customer");
      Sql.run(own, "FETCH 1 FROM kept");
      Sql.run(own, "RESET ALL");
      return Attack.succeeds(() -> gate.enter(own, gate.bob()))
          && Sql.text(own, "FETCH 1 FROM kept").equals(gate.ann().tenant().toString());
    }
  }

  static boolean registerSetByTheTenant(GateDatabase gate) throws SQLException {
    try (Connection own = gate.entered(gate.ann())) {
      String steal = "SET LOCAL backtrace_functions = '%s'".formatted(gate.bob().tenant().hex());
      return Attack.succeeds(() -> Sql.run(own, steal))
          && Attack.reads(gate.bob(), own, "customer");
    }
  }

  static boolean missingFilter(GateDatabase gate) throws SQLException {
    return readsBobAsAnn(gate, "customer");
  }

  static boolean partitionByName(GateDatabase gate) throws SQLException {
    return readsBobAsAnn(gate, "visit_2026");
  }

  static boolean carelessPermissivePolicy(GateDatabase gate) throws SQLException {
    try (Connection admin = gate.admin()) {
      Sql.script(
          admin,
          "SET session_replication_role = replica;"
              + "CREATE POLICY careless ON app.customer USING (true)");
    }
    return readsBobAsAnn(gate, "customer");
  }

  static boolean viewOfTheOwner(GateDatabase gate) throws SQLException {
    try (Connection admin = gate.admin()) {
      Sql.script(
          admin,
          "SET session_replication_role = replica; CREATE VIEW app.left_over AS SELECT * FROM app.customer;"
              + "ALTER VIEW app.left_over OWNER TO croft_app_owner;"
              + "GRANT SELECT ON app.left_over TO croft_pool");
    }
    return readsBobAsAnn(gate, "left_over");
  }

  static boolean rowGivenToAnotherTenant(GateDatabase gate) throws SQLException {
    try (Connection own = gate.entered(gate.ann())) {
      return Attack.succeeds(
          () -> Sql.run(own, "UPDATE booking SET tenant_id = ?", gate.bob().tenant().value()));
    }
  }

  static boolean missingFilterWithoutATenant(GateDatabase gate) throws SQLException {
    try (Connection nobody = gate.pool()) {
      return Attack.succeeds(() -> Sql.run(nobody, "SELECT * FROM customer"));
    }
  }

  static boolean temporaryTableLeftBehind(GateDatabase gate) throws SQLException {
    return entersAfter(gate, "CREATE TEMP TABLE customer (id int)");
  }

  /** Returns the attack that leaves this state in the session for the next tenant. */
  static Attack leaving(String state) {
    return gate -> entersAfter(gate, state);
  }

  static boolean lockOfTheNeighbour(GateDatabase gate) throws SQLException {
    Placement bob = gate.bob();
    try (Connection own = gate.pool();
        Connection victim = gate.pool()) {
      String lock = "SELECT pg_advisory_lock(hashtextextended(?, ?))";
      return Attack.succeeds(() -> Sql.run(own, lock, bob.tenant().toString(), bob.epoch()))
          && !Attack.succeeds(() -> gate.enter(victim, bob));
    }
  }

  static boolean endOfTheNeighboursSession(GateDatabase gate) throws SQLException {
    try (Connection own = gate.pool();
        Connection victim = gate.pool()) {
      int pid = Sql.pid(victim);
      return Attack.succeeds(() -> Sql.run(own, "SELECT pg_terminate_backend(?, 5000)", pid))
          && !Attack.succeeds(() -> Sql.run(victim, "SELECT 1"));
    }
  }

  static boolean roleOfAHome(GateDatabase gate) throws SQLException {
    Placement victim = gate.newHome(Isolation.SCHEMA);
    try (Connection own = gate.pool()) {
      String relation = "\"%s\".customer".formatted(victim.schema());
      return Attack.succeeds(() -> Sql.run(own, "SET ROLE \"%s\"".formatted(victim.login())))
          && Attack.reads(victim, own, relation);
    }
  }

  static boolean databaseOfAnother(GateDatabase gate) throws SQLException {
    Placement victim = gate.newHome(Isolation.DATABASE);
    return Attack.succeeds(
        () -> GateServer.application(victim.database(), "croft_app", "app").close());
  }

  static boolean foreignRowInAHome(GateDatabase gate) throws SQLException {
    try (Connection own = gate.connect(gate.newHome(Isolation.SCHEMA))) {
      return Attack.succeeds(
          () ->
              Sql.run(
                  own,
                  "INSERT INTO customer (tenant_id, name) VALUES (?, 'x')",
                  gate.bob().tenant().value()));
    }
  }

  private static boolean becomesBobAt(GateDatabase gate, Duration offset) throws SQLException {
    Sealer sealer = new Sealer(GateServer.APPLICATION, Clock.offset(Clock.systemUTC(), offset));
    try (Connection own = gate.pool()) {
      return becomesBob(gate, own, sealer.seal(gate.bob(), Sql.pid(own)));
    }
  }

  private static boolean becomesBob(GateDatabase gate, Connection own, byte[] seal)
      throws SQLException {
    own.setAutoCommit(false);
    return Attack.succeeds(() -> Sql.run(own, "SELECT croft.enter(?)", seal))
        && Attack.reads(gate.bob(), own, "customer");
  }

  private static boolean readsBobAsAnn(GateDatabase gate, String relation) throws SQLException {
    try (Connection own = gate.entered(gate.ann())) {
      return Attack.reads(gate.bob(), own, relation);
    }
  }

  private static boolean entersAfter(GateDatabase gate, String state) throws SQLException {
    try (Connection planted = gate.pool()) {
      return Attack.succeeds(() -> Sql.script(planted, state))
          && Attack.succeeds(() -> gate.enter(planted, gate.bob()));
    }
  }
}
