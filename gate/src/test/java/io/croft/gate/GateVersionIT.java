package io.croft.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import io.croft.core.Isolation;
import io.croft.core.Placement;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The gate is installed, brought up to date and compared with what is shipped. */
final class GateVersionIT {

  private static final List<String> VERSION_2 =
      List.of(
          "database",
          "tables",
          "context",
          "access",
          "register_parameter",
          "homes",
          "moves",
          "protect",
          "events",
          "status",
          "privileges",
          "builtins",
          "attach_events");

  private static final String OLD_HOME =
      """
      INSERT INTO croft.gate (tenant, epoch, isolation, schema_name, login, state)
      VALUES (?, ?, 'pool', 'app', 'croft_app', 'open')
      """;

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
    "croft_count_drops, ALTER EVENT TRIGGER croft_count_drops DISABLE, definitions-not-counted",
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

  @Test
  void comesUpFromTheSecondVersionWhileTenantsWork() throws Exception {
    GateDatabase upgraded = GateDatabase.adopt(GateServer.createPlainDatabase());
    try (Connection superuser = upgraded.admin();
        Connection watcher = upgraded.admin()) {
      for (String script : VERSION_2) {
        Sql.script(superuser, "BEGIN; " + script("version2", script) + "; COMMIT");
      }
      Sql.script(
          superuser,
          "INSERT INTO croft.installation (version, register) VALUES (2, 'parameter');"
              + " CREATE SCHEMA app; SET search_path = app; "
              + GateServer.SHOP);
      Gate.putSealKey(
          superuser,
          Sealer.FIRST_KEY,
          GateServer.APPLICATION.sealKey(GateServer.NAME, upgraded.name(), Sealer.FIRST_KEY));
      Gate.protectPool(superuser, "app");
      Sql.run(superuser, OLD_HOME, upgraded.ann().tenant().value(), upgraded.ann().epoch());
      try (Connection inside = upgraded.entered(upgraded.ann())) {
        CompletableFuture<String> upgrade =
            CompletableFuture.supplyAsync(() -> Sql.state(() -> Gate.install(superuser)));
        await()
            .until(
                () ->
                    Sql.number(
                            watcher,
                            "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'croft.gate'::regclass")
                        > 0);
        try (Connection newcomer = upgraded.entered(upgraded.ann())) {
          assertThat(Sql.state(newcomer, "SELECT * FROM customer")).isEqualTo(Sql.FINE);
        }
        assertThat(upgrade).isNotDone();
        inside.commit();
        assertThat(upgrade.get(1, TimeUnit.MINUTES)).isEqualTo(Sql.FINE);
      }
      assertThat(GateStatus.read(superuser).drift()).isEmpty();
      assertThat(GateStatus.read(superuser).shortfalls()).isEmpty();
      assertThat(HomeGate.read(superuser, upgraded.ann()).orElseThrow().applied()).isEmpty();
      try (Connection own = upgraded.entered(upgraded.ann())) {
        assertThat(Sql.number(own, "SELECT count(*) FROM customer")).isZero();
      }
    } finally {
      upgraded.drop();
    }
  }

  private static String version1(String script) throws Exception {
    return script("version1", script);
  }

  private static String script(String version, String script) throws Exception {
    try (var in = GateVersionIT.class.getResourceAsStream(version + "/" + script + ".sql")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
