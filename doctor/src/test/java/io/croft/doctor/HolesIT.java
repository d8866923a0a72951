package io.croft.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.croft.core.Isolation;
import io.croft.core.Placement;
import io.croft.testbed.TestFleet;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each defence of the shipped set-up, taken away on a database that the product has prepared, is
 * found under its own rule and object. It is taken away in a transaction that is rolled back.
 */
final class HolesIT {

  private static final TestFleet FLEET = TestFleet.shared();
  private static final Placement SCHEMA = home(Isolation.SCHEMA);
  private static final Placement OTHER = home(Isolation.SCHEMA);

  /** The event triggers would refuse or mend what is planted. */
  private static final String WITHOUT_HELP =
      "ALTER EVENT TRIGGER croft_keep_protected DISABLE;"
          + "ALTER EVENT TRIGGER croft_keep_defences DISABLE;";

  private static Placement home(Isolation isolation) {
    return FLEET.catalog().placement(FLEET.tenant(isolation, TestFleet.EU)).orElseThrow();
  }

  static Stream<Hole> pool() {
    return Stream.of(
        Hole.of(
            "ENABLE",
            "CROFT101",
            "app.account",
            "ALTER TABLE app.account DISABLE ROW LEVEL SECURITY"),
        Hole.of(
            "FORCE",
            "CROFT102",
            "app.account",
            "ALTER TABLE app.account NO FORCE ROW LEVEL SECURITY"),
        Hole.of(
            "policy of the tenant",
            "CROFT103",
            "app.entry",
            "DROP POLICY croft_tenant ON app.entry"),
        Hole.of(
            "policy that restricts",
            "CROFT104",
            "app.entry",
            "DROP POLICY croft_tenant ON app.entry; CREATE POLICY croft_tenant ON app.entry"
                + " USING (tenant_id = (SELECT croft.tenant()))"
                + " WITH CHECK (tenant_id = (SELECT croft.tenant()))"),
        Hole.of(
            "policy that checks new rows",
            "CROFT104",
            "app.entry",
            "ALTER POLICY croft_tenant ON app.entry WITH CHECK (true)"),
        Hole.of(
            "policy for everybody",
            "CROFT104",
            "app.entry",
            "ALTER POLICY croft_tenant ON app.entry TO croft_pool"),
        Hole.of("base policy", "CROFT118", "app.entry", "DROP POLICY croft_base ON app.entry"),
        Hole.of(
            "careless policy",
            "CROFT117",
            "app.entry",
            "CREATE POLICY careless ON app.entry USING (true)"),
        Hole.of(
            "row security of a partition",
            "CROFT112",
            "app.event_new",
            "ALTER TABLE app.event_new DISABLE ROW LEVEL SECURITY"),
        Hole.of("guard", "CROFT113", "app.account", "DROP TRIGGER croft_guard ON app.account"),
        Hole.of(
            "guard that always fires",
            "CROFT113",
            "app.event_old",
            "ALTER TABLE app.event_old ENABLE TRIGGER croft_guard"),
        Hole.of(
            "closed statistics",
            "CROFT516",
            "pg_catalog.pg_statistic",
            "GRANT SELECT (stavalues1) ON pg_catalog.pg_statistic TO PUBLIC"),
        Hole.of(
            "what PostgreSQL calls leakproof",
            "CROFT313",
            "numeric_lt(numeric,numeric)",
            "ALTER FUNCTION pg_catalog.numeric_lt(numeric, numeric) LEAKPROOF"),
        Hole.of(
            "limits of an access",
            "CROFT513",
            "app.account",
            "GRANT DELETE ON app.account TO croft_as_report"),
        Hole.of(
            "rights of an access",
            "CROFT515",
            "app.account",
            "REVOKE SELECT ON app.account FROM croft_as_report"),
        Hole.of("owner", "CROFT114", "app.account", "ALTER TABLE app.account OWNER TO postgres"),
        Hole.of(
            "tenant column",
            "CROFT201",
            "app.extra",
            "CREATE TABLE app.extra (id bigint PRIMARY KEY)"),
        Hole.of(
            "NOT NULL",
            "CROFT202",
            "app.extra",
            "CREATE TABLE app.extra (tenant_id uuid DEFAULT croft.tenant())"),
        Hole.of(
            "type",
            "CROFT203",
            "app.extra",
            "CREATE TABLE app.extra (tenant_id text NOT NULL DEFAULT croft.tenant())"),
        Hole.of(
            "default",
            "CROFT204",
            "app.account",
            "ALTER TABLE app.account ALTER COLUMN tenant_id DROP DEFAULT"),
        Hole.of(
            "key with the tenant",
            "CROFT205",
            "app.account",
            "CREATE UNIQUE INDEX ON app.account (name)"),
        Hole.of(
            "index that leads with the tenant",
            "CROFT207",
            "app.account",
            "CREATE INDEX ON app.account (name, tenant_id)"),
        Hole.of(
            "composite foreign key",
            "CROFT208",
            "app.extra",
            "CREATE UNIQUE INDEX one ON app.account (id);"
                + "CREATE TABLE app.extra (tenant_id uuid NOT NULL DEFAULT croft.tenant(),"
                + " account bigint REFERENCES app.account (id))"),
        Hole.of(
            "leakproof index",
            "CROFT211",
            "app.account",
            "CREATE INDEX ON app.account (tenant_id, balance)"),
        Hole.of(
            "materialized view",
            "CROFT301",
            "app.totals",
            "CREATE MATERIALIZED VIEW app.totals AS SELECT count(*) FROM app.entry"),
        Hole.of(
            "view of a superuser",
            "CROFT304",
            "app.all_rows",
            "CREATE VIEW app.all_rows AS SELECT * FROM app.entry;"
                + "GRANT SELECT ON app.all_rows TO croft_pool"),
        Hole.of(
            "view of the owner",
            "CROFT306",
            "app.left_over",
            "CREATE VIEW app.left_over AS SELECT * FROM app.entry;"
                + "ALTER VIEW app.left_over OWNER TO croft_app_owner"),
        Hole.of(
            "SECURITY DEFINER",
            "CROFT312",
            "app.all_of_them()",
            "CREATE FUNCTION app.all_of_them() RETURNS bigint LANGUAGE sql SECURITY DEFINER"
                + " BEGIN ATOMIC SELECT count(*) FROM app.entry; END"),
        Hole.of(
            "helper of the gate",
            "CROFT308",
            "croft.claim(uuid,bigint,bigint)",
            "GRANT EXECUTE ON FUNCTION croft.claim(uuid, bigint, bigint) TO PUBLIC"),
        Hole.of(
            "rule",
            "CROFT310",
            "app.account",
            "CREATE RULE quiet AS ON DELETE TO app.account DO INSTEAD NOTHING"),
        Hole.of(
            "publication",
            "CROFT311",
            "publication everything",
            "CREATE PUBLICATION everything FOR TABLE app.account"),
        Hole.of(
            "TRUNCATE", "CROFT501", "app.account", "GRANT TRUNCATE ON app.account TO croft_pool"),
        Hole.of(
            "sequence",
            "CROFT502",
            "app.account_id_seq",
            "GRANT UPDATE ON SEQUENCE app.account_id_seq TO croft_pool"),
        Hole.of("CREATE", "CROFT503", "schema public", "GRANT CREATE ON SCHEMA public TO PUBLIC"),
        Hole.of(
            "no temporary tables",
            "CROFT504",
            "database croft_app",
            "GRANT TEMP ON DATABASE croft_app TO PUBLIC"),
        Hole.of(
            "rights by group",
            "CROFT505",
            "role croft_app",
            "GRANT SELECT ON app.account TO croft_app"),
        Hole.of(
            "default privileges",
            "CROFT506",
            "defaults of role croft_app_owner in schema app",
            "ALTER DEFAULT PRIVILEGES FOR ROLE croft_app_owner IN SCHEMA app GRANT SELECT ON TABLES TO PUBLIC"),
        Hole.of(
            "advisory locks of the gate alone",
            "CROFT508",
            "pg_advisory_lock(bigint)",
            "GRANT EXECUTE ON FUNCTION pg_advisory_lock(bigint) TO PUBLIC"),
        Hole.of(
            "sessions that end by themselves alone",
            "CROFT508",
            "pg_terminate_backend(integer,bigint)",
            "GRANT EXECUTE ON FUNCTION pg_terminate_backend(integer, bigint) TO PUBLIC"),
        Hole.of(
            "rights of one role",
            "CROFT513",
            "app.account",
            "GRANT SELECT ON app.account TO croft_tenants"),
        Hole.of(
            "rights on one column",
            "CROFT513",
            "app.account",
            "GRANT SELECT (name) ON app.account TO PUBLIC"),
        Hole.of(
            "rights of an access",
            "CROFT513",
            "app.account",
            "GRANT INSERT ON app.account TO croft_as_clerk"),
        Hole.of(
            "rights of an access that reads",
            "CROFT513",
            "app.event_new",
            "GRANT DELETE ON app.event_new TO croft_as_report"),
        Hole.of(
            "view that writes as its owner",
            "CROFT513",
            "app.title",
            "CREATE VIEW app.title AS SELECT name FROM app.account; GRANT UPDATE ON app.title"
                + " TO croft_as_report; CREATE RULE r AS ON UPDATE TO app.title DO INSTEAD NOTHING"),
        Hole.of(
            "right of an access",
            "CROFT515",
            "app.entry",
            "REVOKE INSERT ON app.entry FROM croft_as_clerk"),
        Hole.of("schema", "CROFT514", "schema app", "GRANT USAGE ON SCHEMA app TO PUBLIC"),
        Hole.of("grant", "CROFT515", "app.account", "REVOKE INSERT ON app.account FROM croft_pool"),
        Hole.of(
            "key table",
            "CROFT601",
            "croft.seal_key",
            "GRANT SELECT ON croft.seal_key TO croft_pool"),
        Hole.of(
            "gate table",
            "CROFT601",
            "croft.gate",
            "GRANT UPDATE (state) ON croft.gate TO croft_app"),
        Hole.of(
            "owner of the gate",
            "CROFT602",
            "croft.\"join\"()",
            "ALTER FUNCTION croft.join() OWNER TO croft_app_owner"),
        Hole.of(
            "live key",
            "CROFT603",
            "croft.seal_key",
            "UPDATE croft.seal_key SET not_after = 'yesterday';"
                + "INSERT INTO croft.gate VALUES (gen_random_uuid(), 1, 'pool', 'app', 'croft_app', 'open')"),
        Hole.of(
            "two keys",
            "CROFT604",
            "croft.seal_key",
            "INSERT INTO croft.seal_key SELECT k, inner_pad, outer_pad, 'infinity'"
                + " FROM croft.seal_key, generate_series(7, 8) k WHERE kid = 1"),
        Hole.of(
            "pads",
            "CROFT605",
            "croft.seal_key",
            "ALTER TABLE croft.seal_key DROP CONSTRAINT seal_key_inner_pad_check"),
        Hole.of(
            "parallel mode",
            "CROFT608",
            "croft.tenant()",
            "ALTER FUNCTION croft.tenant() PARALLEL UNSAFE"),
        Hole.of(
            "shared table that is only read",
            "CROFT513",
            "app.currency",
            "GRANT UPDATE ON app.currency TO croft_pool"),
        Hole.of("event trigger", "CROFT613", "event trigger croft_keep_defences", "SELECT 1"),
        Hole.of(
            "large object",
            "CROFT707",
            "pg_largeobject_metadata",
            "SELECT lo_from_bytea(0, '\\x00'); UPDATE pg_largeobject_metadata SET lomowner = 'croft_app'::regrole"));
  }

  static Stream<Hole> homes() {
    return Stream.of(
        Hole.of(
            "CHECK of the tenant",
            "CROFT212",
            "$schema.account",
            "ALTER TABLE $schema.account DROP CONSTRAINT croft_tenant"),
        Hole.of(
            "CHECK of this tenant",
            "CROFT212",
            "$schema.account",
            "ALTER TABLE $schema.account DROP CONSTRAINT croft_tenant, ADD CONSTRAINT croft_tenant"
                + " CHECK (tenant_id = '00000000-0000-0000-0000-000000000000'::uuid)"),
        Hole.of(
            "default of this tenant",
            "CROFT204",
            "$schema.entry",
            "ALTER TABLE $schema.entry ALTER COLUMN tenant_id SET DEFAULT croft.tenant()"),
        Hole.of(
            "guard of a home",
            "CROFT113",
            "$schema.entry",
            "DROP TRIGGER croft_guard ON $schema.entry"),
        Hole.of(
            "guard of this home",
            "CROFT113",
            "$schema.entry",
            "CREATE OR REPLACE TRIGGER croft_guard BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON"
                + " $schema.entry FOR EACH STATEMENT EXECUTE FUNCTION croft.guard_home('$tenant', '99')"),
        Hole.of(
            "rights of the home's login",
            "CROFT513",
            "$schema.entry",
            "GRANT SELECT ON $schema.entry TO \"" + OTHER.login() + "\""),
        Hole.of(
            "rights of an access in a home",
            "CROFT513",
            "$schema.account",
            "GRANT UPDATE ON $schema.account TO \"$login_clerk\""),
        Hole.of(
            "word of the home's own migrations",
            "CROFT513",
            "$schema.account",
            "INSERT INTO croft.access_right VALUES ('report', '$schema', 'account', '{}')"),
        Hole.of(
            "word of the pool's migrations",
            "CROFT515",
            "$schema.account",
            "INSERT INTO croft.access_right VALUES ('clerk', 'app', 'account', '{SELECT,UPDATE}')"),
        Hole.of(
            "schema of the home's login",
            "CROFT514",
            "schema $schema",
            "GRANT USAGE ON SCHEMA $schema TO croft_tenants"),
        Hole.of(
            "plain tables",
            "CROFT802",
            "$schema.entry",
            "ALTER TABLE $schema.entry ENABLE ROW LEVEL SECURITY"),
        Hole.of(
            "gate row",
            "CROFT807",
            "schema $schema",
            "DELETE FROM croft.gate WHERE login = '$login'"),
        Hole.of(
            "home of a gate row",
            "CROFT808",
            "home of $tenant at epoch 1",
            "DROP SCHEMA $schema CASCADE"),
        Hole.of(
            "login of one home",
            "CROFT809",
            "role $login",
            "UPDATE croft.gate SET tenant = gen_random_uuid() WHERE login = '$login'"));
  }

  @ParameterizedTest
  @MethodSource({"pool", "io.croft.doctor.RoleHoles#all", "homes"})
  void whatIsTakenAwayIsFound(Hole hole) throws SQLException {
    try (Connection admin = FLEET.superuser(SCHEMA)) {
      admin.setAutoCommit(false);
      Sql.run(admin, WITHOUT_HELP + filled(hole.sql()));
      Findings findings = new Findings();
      new DatabaseAudit(admin, AuditOptions.DEFAULT, findings)
          .run("eu-1", admin.getCatalog(), rule -> rule.id().equals(hole.rule()));
      assertThat(findings.all())
          .anyMatch(
              f -> f.rule().id().equals(hole.rule()) && f.object().equals(filled(hole.object())));
    }
  }

  private static String filled(String text) {
    return text.replace("$schema", SCHEMA.schema())
        .replace("$login", SCHEMA.login())
        .replace("$tenant", SCHEMA.tenant().toString());
  }
}
