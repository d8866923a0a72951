package io.croft.gate;

import static io.croft.gate.GateFunctions.PROTECT_HOME;
import static io.croft.gate.Mutation.replace;
import static io.croft.gate.Mutation.sql;

import java.util.stream.Stream;

/** Rights, policies and constraints that keep tenants apart. */
final class RightsMutations {

  private static final String PROTECT_TABLE = "protect_home_table(regclass,uuid,bigint)";

  private RightsMutations() {}

  static Stream<Mutation> rights() {
    return Stream.of(
        Mutation.of(
                "register that only the gate sets",
                PoolAttacks::registerSetByTheTenant,
                sql("GRANT SET ON PARAMETER backtrace_functions TO croft_app"))
            .undoneBy("REVOKE SET ON PARAMETER backtrace_functions FROM croft_app"),
        Mutation.of(
            "ENABLE ROW LEVEL SECURITY",
            PoolAttacks::missingFilter,
            sql("ALTER TABLE customer DISABLE ROW LEVEL SECURITY")),
        Mutation.of(
            "row security on each partition",
            PoolAttacks::partitionByName,
            sql("ALTER TABLE visit_2026 DISABLE ROW LEVEL SECURITY")),
        Mutation.of(
            "FORCE ROW LEVEL SECURITY",
            PoolAttacks::viewOfTheOwner,
            sql("ALTER TABLE customer NO FORCE ROW LEVEL SECURITY")),
        Mutation.of(
            "policy of the tenant",
            PoolAttacks::missingFilter,
            sql("DROP POLICY croft_tenant ON customer")),
        Mutation.of(
            "policy that restricts",
            PoolAttacks::carelessPermissivePolicy,
            sql(
                "DROP POLICY croft_tenant ON customer;"
                    + "CREATE POLICY croft_tenant ON customer USING (tenant_id = (SELECT croft.tenant()));"
                    + "DROP POLICY croft_base ON customer")),
        Mutation.of(
            "policy that checks new rows",
            PoolAttacks::rowGivenToAnotherTenant,
            sql(
                "ALTER POLICY croft_tenant ON booking WITH CHECK (true);"
                    + "ALTER TABLE booking DROP CONSTRAINT booking_tenant_id_customer_id_fkey")),
        Mutation.of(
            "tenant() that raises",
            PoolAttacks::missingFilterWithoutATenant,
            sql(
                "CREATE OR REPLACE FUNCTION croft.login_tenant() RETURNS uuid"
                    + " LANGUAGE sql STABLE RETURN NULL::uuid")),
        Mutation.of(
            "advisory locks of the gate alone",
            PoolAttacks::lockOfTheNeighbour,
            sql("GRANT EXECUTE ON FUNCTION pg_advisory_lock(bigint) TO PUBLIC")),
        Mutation.of(
            "sessions that end by themselves alone",
            PoolAttacks::endOfTheNeighboursSession,
            sql("GRANT EXECUTE ON FUNCTION pg_terminate_backend(integer, bigint) TO PUBLIC")),
        Mutation.of(
                "a login without members",
                PoolAttacks::roleOfAHome,
                replace(
                    PROTECT_HOME,
                    "GRANT croft_tenants TO %I",
                    "GRANT croft_tenants TO %1$I; GRANT %1$I TO croft_app"))
            .undoneBy(
                """
                DO $$
                DECLARE
                  granted text;
                BEGIN
                  FOR granted IN
                    SELECT r.rolname FROM pg_auth_members m JOIN pg_roles r ON r.oid = m.roleid
                    WHERE m.member = 'croft_app'::regrole AND r.rolname LIKE 't\\_%'
                  LOOP
                    EXECUTE format('REVOKE %I FROM croft_app', granted);
                  END LOOP;
                END
                $$
                """),
        Mutation.of(
            "CHECK of the tenant in a home",
            PoolAttacks::foreignRowInAHome,
            replace(
                PROTECT_TABLE,
                "SELECT FROM pg_constraint k",
                "SELECT UNION ALL SELECT FROM pg_constraint k")));
  }
}
