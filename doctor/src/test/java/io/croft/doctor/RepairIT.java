package io.croft.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.croft.core.Isolation;
import io.croft.core.Placement;
import io.croft.testbed.TestFleet;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Drift of real homes, mended. */
final class RepairIT {

  private static final TestFleet FLEET = TestFleet.shared();
  private static final Placement HOME =
      FLEET.catalog().placement(FLEET.tenant(Isolation.SCHEMA, TestFleet.EU)).orElseThrow();

  private static final String DRIFT =
      """
      ALTER EVENT TRIGGER croft_keep_protected DISABLE;
      ALTER EVENT TRIGGER croft_keep_defences DISABLE;
      ALTER TABLE app.account DISABLE ROW LEVEL SECURITY;
      ALTER TABLE app.entry NO FORCE ROW LEVEL SECURITY;
      DROP POLICY croft_tenant ON app.entry;
      DROP POLICY croft_base ON app.account;
      ALTER POLICY croft_tenant ON app.category WITH CHECK (true);
      DROP TRIGGER croft_guard ON app.account;
      ALTER TABLE app.event_new ENABLE TRIGGER croft_guard;
      ALTER TABLE app.event_old DISABLE ROW LEVEL SECURITY;
      ALTER TABLE app.account OWNER TO postgres;
      ALTER TABLE app.entry ALTER COLUMN tenant_id DROP DEFAULT;
      GRANT TRUNCATE, SELECT ON app.entry TO croft_pool, croft_tenants;
      GRANT SELECT (name) ON app.account TO PUBLIC;
      REVOKE INSERT ON app.category FROM croft_pool;
      REVOKE SELECT ON app.category FROM croft_as_report;
      GRANT DELETE ON app.account TO croft_as_clerk;
      GRANT UPDATE ON SEQUENCE app.account_id_seq TO croft_pool;
      GRANT USAGE ON SCHEMA app TO PUBLIC;
      GRANT TEMP ON DATABASE croft_app TO PUBLIC;
      GRANT EXECUTE ON FUNCTION pg_advisory_lock(bigint) TO PUBLIC;
      GRANT SELECT ON croft.seal_key TO croft_pool;
      ALTER FUNCTION croft.join() VOLATILE SECURITY INVOKER;
      ALTER ROLE croft_app SET search_path = public;
      ALTER ROLE croft_owner LOGIN;
      GRANT SET ON PARAMETER backtrace_functions TO croft_app;
      ALTER TABLE $home.account DROP CONSTRAINT croft_tenant;
      ALTER TABLE $home.entry DROP CONSTRAINT croft_tenant, ADD CONSTRAINT croft_tenant CHECK (id > 0);
      DROP TRIGGER croft_guard ON $home.entry;
      ALTER TABLE $home.category ALTER COLUMN tenant_id SET DEFAULT croft.tenant();
      GRANT SELECT ON $home.account TO croft_pool
      """;

  @Test
  void driftIsGivenBackItsCanonicalForm() throws SQLException {
    try (Connection admin = FLEET.superuser(HOME)) {
      Sql.run(admin, DRIFT.replace("$home", HOME.schema()));
      List<Finding> plan = Repair.plan(audit(admin));
      assertThat(plan).hasSizeGreaterThan(25);
      assertThat(Repair.run(plan, place -> FLEET.superuser(HOME)))
          .allSatisfy(each -> assertThat(each.error()).as(each.toString()).isEmpty());
      assertThat(audit(admin).atLeast(Severity.WARNING)).isEmpty();
    }
  }

  @Test
  void whatCannotBeMendedIsSaidAndTheRestIsMended() throws SQLException {
    try (Connection admin = FLEET.superuser(HOME);
        Connection other = FLEET.superuser(HOME)) {
      Sql.run(admin, "ALTER TABLE app.account OWNER TO postgres");
      Sql.run(admin, "GRANT USAGE ON SCHEMA app TO croft_tenants");
      List<Finding> plan = Repair.plan(audit(admin));
      other.setAutoCommit(false);
      Sql.run(other, "LOCK TABLE app.account IN ACCESS EXCLUSIVE MODE");
      List<Repair.Outcome> outcomes = Repair.run(plan, place -> FLEET.superuser(HOME));
      other.rollback();
      assertThat(outcomes).anyMatch(Repair.Outcome::done);
      assertThat(outcomes)
          .filteredOn(each -> !each.done())
          .isNotEmpty()
          .allSatisfy(each -> assertThat(each.error()).startsWith("55P03"));
      Repair.run(Repair.plan(audit(admin)), place -> FLEET.superuser(HOME));
      assertThat(audit(admin).atLeast(Severity.WARNING)).isEmpty();
    }
  }

  @Test
  void namesThatTryToBeSqlAreMendedAsNames() throws SQLException {
    String table = "app.\"o'x\"\"; DROP TABLE app.entry; -- Ä $$\"";
    try (Connection admin = FLEET.superuser(HOME)) {
      try {
        Sql.run(
            admin,
            "CREATE ROLE \"r'\"\"; DROP TABLE app.entry; --\";"
                + "SET ROLE croft_app_owner; CREATE TABLE "
                + table
                + " (tenant_id uuid NOT NULL DEFAULT croft.tenant(), id bigint, \"c\"\"; --\" int,"
                + " PRIMARY KEY (tenant_id, id)); RESET ROLE");
        Sql.run(
            admin,
            """
            ALTER EVENT TRIGGER croft_keep_protected DISABLE;
            ALTER EVENT TRIGGER croft_keep_defences DISABLE;
            DROP POLICY croft_tenant ON $t; DROP POLICY croft_base ON $t;
            DROP TRIGGER croft_guard ON $t;
            ALTER TABLE $t NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY,
              ALTER COLUMN tenant_id DROP DEFAULT, OWNER TO postgres;
            GRANT SELECT, TRUNCATE ON $t TO "r'""; DROP TABLE app.entry; --", croft_pool;
            GRANT UPDATE ("c""; --") ON $t TO PUBLIC;
            REVOKE SELECT ON $t FROM croft_as_report;
            GRANT USAGE ON SCHEMA app TO "r'""; DROP TABLE app.entry; --";
            ALTER DEFAULT PRIVILEGES FOR ROLE "r'""; DROP TABLE app.entry; --"
              GRANT SELECT ON TABLES TO PUBLIC
            """
                .replace("$t", table));
        List<Finding> plan = Repair.plan(audit(admin));
        assertThat(plan).hasSizeGreaterThan(10);
        assertThat(Repair.run(plan, place -> FLEET.superuser(HOME)))
            .allSatisfy(each -> assertThat(each.error()).as(each.toString()).isEmpty());
        assertThat(audit(admin).atLeast(Severity.WARNING)).isEmpty();
        assertThat(Sql.holds(admin, "SELECT to_regclass('app.entry') IS NOT NULL")).isTrue();
      } finally {
        Sql.run(
            admin,
            "DROP TABLE IF EXISTS "
                + table
                + "; DROP OWNED BY \"r'\"\"; DROP TABLE app.entry; --\" CASCADE;"
                + "DROP ROLE \"r'\"\"; DROP TABLE app.entry; --\"");
      }
    }
  }

  private static Report audit(Connection admin) {
    return Doctor.audit(admin, "eu-1", AuditOptions.DEFAULT);
  }
}
