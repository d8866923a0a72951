package io.croft.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The ways by which SQL of an entered tenant may try to become another tenant, or more. */
class RegisterIT {

  private static GateDatabase database;

  @BeforeAll
  static void createDatabase() throws SQLException {
    database = GateDatabase.create();
  }

  /** Statements that must be refused; {@code %s} is the hex of the other tenant. */
  static Stream<String> refused() {
    return Stream.of(
        "SET backtrace_functions = '%s'",
        "SET LOCAL backtrace_functions = '%s'",
        "SET SESSION backtrace_functions = '%s'",
        "SELECT set_config('backtrace_functions', '%s', false)",
        "SELECT set_config('backtrace_functions', '%s', true)",
        "UPDATE pg_settings SET setting = '%s' WHERE name = 'backtrace_functions'",
        "DO $$ BEGIN PERFORM set_config('backtrace_functions', '%s', true); END $$",
        "DO $$ BEGIN EXECUTE 'SET LOCAL backtrace_functions = ''%s'''; END $$",
        "RESET backtrace_functions",
        "SET backtrace_functions = DEFAULT",
        "ALTER ROLE CURRENT_USER SET backtrace_functions = '%s'",
        "ALTER ROLE croft_app IN DATABASE postgres SET backtrace_functions = '%s'",
        "ALTER ROLE CURRENT_USER SET backtrace_functions FROM CURRENT",
        "ALTER ROLE ALL SET backtrace_functions = '%s'",
        "ALTER DATABASE postgres SET backtrace_functions = '%s'",
        "GRANT SET ON PARAMETER backtrace_functions TO croft_app",
        "GRANT croft_owner TO croft_app",
        "CREATE FUNCTION app.f() RETURNS int LANGUAGE sql SET backtrace_functions = '%s' RETURN 1",
        "CREATE FUNCTION public.f() RETURNS int LANGUAGE sql RETURN 1",
        "CREATE OR REPLACE FUNCTION croft.tenant() RETURNS uuid LANGUAGE sql RETURN '%s'::uuid",
        "ALTER FUNCTION croft.tenant() SET backtrace_functions = '%s'",
        "DROP FUNCTION croft.tenant() CASCADE",
        "CREATE SCHEMA mine",
        "CREATE TABLE app.mine (id int)",
        "SET ROLE croft_owner",
        "SET ROLE croft_app_owner",
        "SET ROLE croft_mover",
        "SET ROLE postgres",
        "SET SESSION AUTHORIZATION croft_mover",
        "SET SESSION AUTHORIZATION postgres",
        "ALTER ROLE croft_app BYPASSRLS",
        "ALTER ROLE croft_app SUPERUSER",
        "ALTER POLICY croft_tenant ON app.customer USING (true)",
        "DROP POLICY croft_tenant ON app.customer",
        "CREATE POLICY mine ON app.customer USING (true)",
        "ALTER TABLE app.customer DISABLE ROW LEVEL SECURITY",
        "ALTER TABLE app.customer NO FORCE ROW LEVEL SECURITY",
        "ALTER TABLE app.customer DISABLE TRIGGER ALL",
        "ALTER TABLE app.customer OWNER TO croft_app",
        "DROP TABLE app.visit",
        "TRUNCATE app.customer CASCADE",
        "SET session_replication_role = replica",
        "SELECT * FROM croft.seal_key",
        "SELECT * FROM croft.gate",
        "UPDATE croft.gate SET state = 'open'",
        "SELECT croft.claim('%s'::uuid, 1, 1)",
        "SELECT croft.fence('%s'::uuid, 1, 1, '1 s')",
        "SELECT croft.unfence('%s'::uuid, 1, 1)",
        "SELECT croft.switch('%s'::uuid, 1, 1, 'x', '', '')",
        "SELECT croft.take('%s'::uuid, 1, 1)",
        "SELECT croft.check_open('%s'::uuid, 1)",
        "SELECT croft.claimed_token()",
        "SELECT croft.evict('croft_app', 'app')",
        "SELECT croft.shut_out('croft_app', 'app')",
        "SELECT croft.hurry('1 s')",
        "SELECT croft.end_claims('%s'::uuid, 1, 1)",
        "SELECT croft.raise_sequences('app', '{}', true)",
        "SELECT croft.protect_pool('app')",
        "SELECT croft.lock_key('%s'::uuid, 1)",
        "SELECT pg_advisory_lock(1)",
        "SELECT pg_try_advisory_xact_lock_shared(1)",
        "SELECT pg_advisory_unlock_all()",
        "SELECT pg_terminate_backend(pg_backend_pid())",
        "SELECT pg_cancel_backend(1)",
        "SELECT * FROM pg_stat_activity",
        "SELECT pg_stat_get_backend_activity(1)",
        "SELECT * FROM pg_locks",
        "SELECT pg_stat_get_xact_tuples_fetched(1::oid)",
        "SELECT pg_blocking_pids(1)",
        "SELECT lo_create(0)",
        "SELECT lo_from_bytea(0, 'x')",
        "SELECT pg_logical_emit_message(true, 'x', 'x')",
        "SELECT pg_read_file('postgresql.conf')",
        "COPY customer TO PROGRAM 'true'",
        "DROP EXTENSION plpgsql CASCADE",
        "LOAD 'auto_explain'",
        "CREATE PUBLICATION p FOR ALL TABLES",
        "SELECT setval('app.invoice_number', 1)",
        "SELECT last_value FROM app.invoice_number",
        "SELECT setval(pg_get_serial_sequence('app.booking', 'id'), 1)");
  }

  @ParameterizedTest
  @MethodSource("refused")
  void refuses(String attack) throws SQLException {
    try (Connection own = database.entered(database.ann())) {
      String state =
          Sql.state(() -> Sql.script(own, attack.replace("%s", database.bob().tenant().hex())));
      // cannot_be_changed, insufficient privilege, must be member of role, undefined object
      assertThat(state).isIn("42501", "42704", "42P16", "55P02");
    }
    assertAnnIsAlone();
  }

  /** Statements that PostgreSQL lets anybody run, but that gain nothing. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "SET app.tenant = '%s'",
        "SELECT set_config('croft.tenant', '%s', false)",
        "SET search_path = pg_catalog, app",
        "SET LOCAL search_path = croft, app",
        "RESET ROLE",
        "SET ROLE NONE",
        "SET SESSION AUTHORIZATION DEFAULT",
        "LISTEN x",
        "SET enable_indexscan = off",
        "SET plan_cache_mode = force_generic_plan",
        "DROP OWNED BY CURRENT_USER",
        "ALTER ROLE CURRENT_USER SET search_path = pg_temp, public",
      })
  void showsNothingMoreAfter(String statement) throws SQLException {
    try (Connection own = database.entered(database.ann())) {
      Sql.script(own, statement.replace("%s", database.bob().tenant().hex()));
      assertThat(Sql.column(own, "SELECT DISTINCT tenant_id FROM app.customer"))
          .containsExactly(database.ann().tenant().toString());
    }
    assertAnnIsAlone();
  }

  @Test
  void refusesToChangeTheServer() throws SQLException {
    try (Connection nobody = database.pool()) {
      assertThat(Sql.state(nobody, "ALTER SYSTEM SET backtrace_functions = 'x'"))
          .isEqualTo("42501");
    }
  }

  @Test
  void refusesToReadAroundRowSecurity() throws SQLException {
    try (Connection own = database.entered(database.ann())) {
      Sql.run(own, "SET row_security = off");
      assertThat(Sql.state(own, "SELECT * FROM customer")).isEqualTo("42501");
    }
  }

  @Test
  void refusesTheRegisterAsAStartUpOption() {
    Properties planted = new Properties();
    planted.setProperty("options", "-c backtrace_functions=" + database.bob().tenant().hex());
    assertThat(Sql.state(() -> GateServer.connect(database.name(), "croft_app", planted).close()))
        .isEqualTo("42501");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "local_preload_libraries = 'nowhere'",
        "search_path = pg_temp, public",
        "role = croft_pool",
        "row_security = off",
        "default_transaction_read_only = on"
      })
  void isNotHarmedByASettingPlantedOnItsLogin(String setting) throws SQLException {
    try (Connection own = database.pool()) {
      Sql.run(own, "ALTER ROLE CURRENT_USER SET " + setting);
    }
    try (Connection own = database.entered(database.ann())) {
      Sql.run(own, "INSERT INTO customer (name) VALUES ('x')");
      assertThat(Sql.number(own, "SELECT count(*) FROM customer")).isEqualTo(4);
    }
    assertAnnIsAlone();
  }

  @Test
  void refusesALoginWithoutItsPassword() {
    for (String login : new String[] {"croft_app", "croft_mover", "postgres"}) {
      assertThat(
              Sql.state(
                  () -> GateServer.application(database.name(), login, "app", "guess").close()))
          .isEqualTo("28P01");
    }
  }

  @Test
  void letsNoLoginConnectToOtherDatabases() {
    for (String other : new String[] {"postgres", "template1", "gate_template"}) {
      assertThat(Sql.state(() -> GateServer.application(other, "croft_app", "app").close()))
          .as(other)
          .isEqualTo("42501");
    }
  }

  @Test
  void ownsNothingAndHoldsNoAttribute() throws SQLException {
    try (Connection admin = database.admin()) {
      assertThat(
              Sql.column(
                  admin,
                  """
                  SELECT r.rolname FROM pg_roles r
                  WHERE r.rolname IN ('croft_app', 'croft_pool', 'croft_tenants')
                    AND (r.rolsuper OR r.rolbypassrls OR r.rolcreaterole OR r.rolcreatedb OR r.rolreplication
                      OR EXISTS (SELECT FROM pg_class c WHERE c.relowner = r.oid)
                      OR EXISTS (SELECT FROM pg_proc p WHERE p.proowner = r.oid))
                  """))
          .isEmpty();
      assertThat(
              Sql.column(
                  admin,
                  """
                  SELECT g.rolname FROM pg_auth_members m
                  JOIN pg_roles g ON g.oid = m.roleid JOIN pg_roles r ON r.oid = m.member
                  WHERE r.rolname = 'croft_app'
                  """))
          .containsExactly("croft_pool");
    }
  }

  private static void assertAnnIsAlone() throws SQLException {
    try (Connection admin = database.admin()) {
      Sql.run(admin, "ALTER ROLE croft_app RESET ALL");
      assertThat(
              Sql.column(
                  admin,
                  "SELECT name FROM app.customer WHERE tenant_id = ? ORDER BY id",
                  database.bob().tenant().value()))
          .containsExactly("c1", "c2", "c3");
    }
    try (Connection own = database.entered(database.ann())) {
      assertThat(Sql.number(own, "SELECT count(*) FROM app.customer")).isEqualTo(3);
    }
  }
}
