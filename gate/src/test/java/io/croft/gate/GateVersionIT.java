package io.croft.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import io.croft.core.Isolation;
import io.croft.core.Placement;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The gate is installed, brought up to date and compared with what is shipped. */
final class GateVersionIT {

  private GateDatabase database;
  private Connection admin;

  @BeforeEach
  void create() throws SQLException {
    database = GateDatabase.create();
    admin = database.admin();
  }

  @AfterEach
  void drop() throws SQLException {
    admin.close();
    database.drop();
  }

  @Test
  void standsAsShipped() throws SQLException {
    GateStatus status = GateStatus.read(admin);
    assertThat(status.current()).isTrue();
    assertThat(status.version()).contains(Gate.VERSION);
    assertThat(status.register()).contains(Register.PARAMETER);
    assertThat(status.shortfalls()).isEmpty();
    assertThat(status.drift()).isEmpty();
    assertThat(Sql.number(admin, "SELECT count(*) FROM pg_namespace WHERE nspname = 'croft_canon'"))
        .isZero();
  }

  @Test
  void standsAsShippedWithItsRegisterInSequences() throws SQLException {
    Gate.install(admin, Register.SEQUENCES);
    GateStatus status = GateStatus.read(admin);
    assertThat(status.register()).contains(Register.SEQUENCES);
    assertThat(status.drift()).isEmpty();
    assertThat(status.shortfalls())
        .extracting(GateStatus.Shortfall::code)
        .containsExactly("register-in-sequences");
  }

  @Test
  void tellsThatThereIsNoGate() throws SQLException {
    try (Connection postgres = GateServer.admin("postgres")) {
      GateStatus status = GateStatus.read(postgres);
      assertThat(status.version()).isEmpty();
      assertThat(status.current()).isFalse();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          croft.login_tenant()         | altered: body        | CREATE OR REPLACE FUNCTION croft.login_tenant() RETURNS uuid LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS 'BEGIN RETURN NULL; END'
          croft.tenant()               | altered: body        | CREATE OR REPLACE FUNCTION croft.tenant() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE RETURN gen_random_uuid()
          croft.tenant()               | altered: volatility  | ALTER FUNCTION croft.tenant() IMMUTABLE
          croft.check_open(uuid,bigint) | altered: rights     | GRANT EXECUTE ON FUNCTION croft.check_open(uuid, bigint) TO PUBLIC
          croft.enter(bytea,text)      | missing              | DROP FUNCTION croft.enter(bytea, text)
          croft.mint()                 | foreign              | CREATE FUNCTION croft.mint() RETURNS int LANGUAGE sql RETURN 1
          croft.seal_key               | altered: rights      | GRANT SELECT ON croft.seal_key TO croft_app
          croft.gate                   | altered: columns     | ALTER TABLE croft.gate ADD COLUMN more text
          croft.gate                   | altered: constraints | ALTER TABLE croft.gate DROP CONSTRAINT gate_state_check
          croft.lock_key(uuid,bigint)  | altered: owner       | ALTER FUNCTION croft.lock_key(uuid, bigint) OWNER TO croft_app_owner
          """)
  void findsWhatIsNotAsShipped(String object, String difference, String change)
      throws SQLException {
    Sql.script(admin, change);
    assertThat(GateStatus.read(admin).drift())
        .anySatisfy(
            drift -> {
              assertThat(drift.object()).isEqualTo(object);
              assertThat(drift.difference()).startsWith(difference);
            });
  }

  @ParameterizedTest
  @CsvSource({
    "croft_keep_protected, DROP EVENT TRIGGER croft_keep_protected, no-event-triggers",
    "pg_advisory, GRANT EXECUTE ON FUNCTION pg_advisory_lock(bigint) TO PUBLIC, built-ins-open-to-all"
  })
  void tellsWhatTheServerWithholds(String object, String change, String shortfall)
      throws SQLException {
    Sql.script(admin, change);
    assertThat(GateStatus.read(admin).shortfalls())
        .extracting(GateStatus.Shortfall::code)
        .as(object)
        .containsExactly(shortfall);
  }

  @Test
  void isNotTakenBack() throws SQLException {
    Sql.run(admin, "UPDATE croft.installation SET version = version + 1");
    assertThat(GateStatus.read(admin).current()).isFalse();
    assertThatThrownBy(() -> Gate.install(admin))
        .isInstanceOfSatisfying(
            CroftException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.GATE_NEWER));
  }

  @Test
  void changesTheFormOfItsRegisterWhileTenantsWork() throws SQLException {
    try (Connection own = database.entered(database.ann())) {
      Gate.install(admin, Register.SEQUENCES);
      assertThat(Sql.state(own, "SELECT * FROM customer")).isEqualTo(GateState.NO_TENANT);
    }
    try (Connection own = database.entered(database.ann())) {
      assertThat(Sql.number(own, "SELECT count(*) FROM customer")).isEqualTo(3);
      Gate.install(admin, Register.PARAMETER);
      assertThat(Sql.state(own, "SELECT * FROM customer")).isEqualTo(GateState.NO_TENANT);
    }
    try (Connection own = database.entered(database.ann())) {
      assertThat(Sql.number(own, "SELECT count(*) FROM customer")).isEqualTo(3);
    }
  }

  @Test
  void comesUpFromTheFirstVersion() throws Exception {
    String old = GateServer.createPlainDatabase();
    try (Connection superuser = GateServer.admin(old)) {
      for (String script :
          new String[] {"tables", "context", "homes", "moves", "protect", "privileges"}) {
        Sql.script(superuser, "BEGIN; " + version1(script) + "; COMMIT");
      }
      Sql.script(superuser, "CREATE SCHEMA app; SET search_path = app; " + GateServer.SHOP);
      Gate.putSealKey(
          superuser,
          Sealer.FIRST_KEY,
          GateServer.APPLICATION.sealKey(GateServer.NAME, old, Sealer.FIRST_KEY));
      Gate.protectPool(superuser, "app");
      GateDatabase upgraded = GateDatabase.adopt(old);
      assertThat(GateStatus.read(superuser).version()).contains(1);
      try (Connection own = upgraded.pool()) {
        assertThat(Sql.state(() -> upgraded.enter(own, upgraded.ann())))
            .isEqualTo(GateState.SEAL_REJECTED);
      }

      Gate.install(superuser);

      assertThat(GateStatus.read(superuser).drift()).isEmpty();
      assertThat(Sql.text(superuser, "SELECT pool_schema FROM croft.installation"))
          .isEqualTo("app");
      Placement tenant = upgraded.newHome(Isolation.POOL);
      try (Connection own = upgraded.entered(tenant)) {
        assertThat(Sql.number(own, "SELECT count(*) FROM customer")).isEqualTo(3);
      }
    } finally {
      GateDatabase.adopt(old).drop();
    }
  }

  private static String version1(String script) throws Exception {
    try (var in = GateVersionIT.class.getResourceAsStream("version1/" + script + ".sql")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
