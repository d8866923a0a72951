package io.croft.gate;

import static io.croft.gate.Mutation.remove;
import static io.croft.gate.Mutation.replace;
import static io.croft.gate.Mutation.sql;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each defence is needed: the attack fails on the gate as it is, and succeeds where that one
 * defence is missing.
 */
class GateMutationIT {

  private static final String ENTER = "enter(bytea,text)";
  private static final String GUARD = "guard_home()";
  private static final String SWITCH = "switch(uuid,bigint,bigint,text,bytea,bytea)";
  private static final String FENCE = "fence(uuid,bigint,bigint,interval)";
  private static final String CLAIM = "claim(uuid,bigint,bigint)";
  private static final String ADVANCE = "advance(uuid,bigint,bigint,pg_lsn)";
  private static final String OPEN = "open(uuid,bigint,bytea)";
  private static final String HANDOVER = "handover(uuid,bigint)";
  private static final String ATTACH = "attach_guard(regclass,text)";
  private static final String PROTECT_HOME = "protect_home(text,uuid,bigint,text)";
  private static final String LIMIT = "limit_relation(regclass,text,text)";
  private static final String ALLOWS = "allows(text,regclass,text)";
  private static final String PROTECT_TABLE = "protect_home_table(regclass,uuid,bigint)";

  static Stream<Mutation> seals() {
    return Stream.of(
        Mutation.of(
            "HMAC of the seal",
            PoolAttacks::forgedSeal,
            replace(
                ENTER,
                "sha256(k.outer_pad || sha256(k.inner_pad || substring(seal FROM 1 FOR 72)))"
                    + " = substring(seal FROM 73)",
                "true")),
        Mutation.of(
            "NULL-safe verification",
            gate -> PoolAttacks.leaving("SELECT croft.enter(NULL)").through(gate),
            replace(ENTER, "genuine IS NOT TRUE", "NOT genuine"),
            replace(
                ENTER,
                "IF NOT pg_try_advisory",
                "IF seal IS NULL THEN RETURN; END IF; IF NOT pg_try_advisory")),
        Mutation.of(
            "expiry of the seal",
            PoolAttacks::expiredSeal,
            replace(ENTER, "expiry < 0 OR expiry > 120", "expiry > 120")),
        Mutation.of(
            "longest life of a seal",
            PoolAttacks::sealForNextYear,
            replace(ENTER, "expiry < 0 OR expiry > 120", "expiry < 0")),
        Mutation.of(
            "backend of the seal",
            PoolAttacks::sealOfAnotherBackend,
            replace(ENTER, "sealed_pid <> pg_backend_pid()", "false")),
        Mutation.of(
            "end of a key",
            PoolAttacks::sealWithARetiredKey,
            remove(ENTER, "AND k.not_after > clock_timestamp()")));
  }

  static Stream<Mutation> sessions() {
    return Stream.of(
        Mutation.of(
            "one tenant in a transaction",
            PoolAttacks::secondTenantInOneTransaction,
            replace(ENTER, "croft.register() <> ''", "false")),
        Mutation.of(
            "no open cursor",
            PoolAttacks::cursorOfTheFirstTenantInTheSecond,
            remove(ENTER, "OR EXISTS (SELECT FROM pg_cursor() c WHERE c.name <> '')")),
        Mutation.of(
            "no cursor WITH HOLD",
            PoolAttacks.leaving("BEGIN; DECLARE c CURSOR WITH HOLD FOR SELECT 1; COMMIT"),
            remove(ENTER, "OR EXISTS (SELECT FROM pg_cursor() c WHERE c.name <> '')")),
        Mutation.of(
            "no SQL PREPARE",
            PoolAttacks.leaving("PREPARE s AS SELECT 1"),
            replace(
                ENTER, "EXISTS (SELECT FROM pg_prepared_statement() s WHERE s.from_sql)", "false")),
        Mutation.of(
            "no role",
            PoolAttacks.leaving("SET ROLE croft_pool"),
            remove(ENTER, "OR current_setting('role') <> 'none'")),
        Mutation.of(
            "row_security on",
            PoolAttacks.leaving("SET row_security = off"),
            remove(ENTER, "OR current_setting('row_security') <> 'on'")),
        Mutation.of(
            "standard strings",
            PoolAttacks.leaving("SET standard_conforming_strings = off"),
            remove(ENTER, "OR current_setting('standard_conforming_strings') <> 'on'")),
        Mutation.of(
            "search path",
            PoolAttacks.leaving("SET search_path = public, app, pg_temp"),
            remove(ENTER, "OR session_path IS DISTINCT FROM 'app, pg_temp'")),
        Mutation.of(
            "no temporary tables",
            PoolAttacks::temporaryTableLeftBehind,
            remove(ENTER, "OR pg_my_temp_schema() <> 0"),
            admin ->
                Sql.script(
                    admin,
                    "GRANT TEMP ON DATABASE \"%s\" TO PUBLIC"
                        .formatted(Sql.text(admin, "SELECT current_database()")))));
  }

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

  static Stream<Mutation> fences() {
    String lockInEnter =
        "NOT pg_try_advisory_xact_lock_shared(croft.lock_key(sealed_tenant, sealed_epoch))";
    String lockInGuard =
        "PERFORM pg_advisory_xact_lock_shared(croft.lock_key(of_tenant, at_epoch));";
    String readInGuard = "PERFORM croft.check_open(of_tenant, at_epoch);";
    return Stream.of(
        Mutation.of(
            "lock in enter",
            FenceAttacks::fencePastAnEnteredTransaction,
            replace(ENTER, lockInEnter, "false")),
        Mutation.of(
            "lock in join",
            FenceAttacks::fencePastAJoinedTransaction,
            replace(
                "join()",
                "NOT pg_try_advisory_xact_lock_shared(croft.lock_key(own_tenant, own_epoch))",
                "false")),
        Mutation.of(
            "lock in the guard",
            FenceAttacks::fencePastAWriteOfAForeignClient,
            remove(GUARD, lockInGuard)),
        Mutation.of(
            "lock of the fence",
            FenceAttacks::fencePastAnEnteredTransaction,
            remove(FENCE, "PERFORM pg_advisory_xact_lock(croft.lock_key(of_tenant, at_epoch));")),
        Mutation.of(
            "lock of outsiders",
            FenceAttacks::fencePastAnOutsider,
            remove("guard_pool()", "PERFORM pg_advisory_xact_lock_shared(croft.outsider_key());")),
        Mutation.of(
            "gate row read by enter",
            FenceAttacks::entryWhileFenced,
            remove(ENTER, "PERFORM croft.check_open(sealed_tenant, sealed_epoch);")),
        Mutation.of(
            "gate row read by join",
            FenceAttacks::joinWhileFenced,
            remove("join()", "PERFORM croft.check_open(own_tenant, own_epoch);")),
        Mutation.of(
            "gate row read by the guard",
            FenceAttacks::writeWhileFenced,
            remove(GUARD, readInGuard)),
        Mutation.of(
            "gate rows read for outsiders",
            FenceAttacks::outsiderWhileFenced,
            replace("guard_pool()", "g.state = 'closed'", "false")),
        Mutation.of(
            "gate row read after the lock",
            FenceAttacks::writeThatWaitedForTheFence,
            remove(GUARD, lockInGuard),
            replace(
                GUARD,
                readInGuard,
                "PERFORM pg_advisory_xact_lock_shared(croft.lock_key(of_tenant, at_epoch)),"
                    + " croft.check_open(of_tenant, at_epoch);"),
            sql("ALTER FUNCTION croft.check_open(uuid, bigint) STABLE")),
        Mutation.of(
            "row lock against older snapshots",
            FenceAttacks::writeWithAnOlderSnapshot,
            remove("check_open(uuid,bigint)", " FOR SHARE")),
        Mutation.of(
            "READ COMMITTED for outsiders",
            FenceAttacks::outsiderWithAnOlderSnapshot,
            replace("guard_pool()", "IN ('repeatable read', 'serializable')", "= 'x'")),
        Mutation.of(
            "mark of a reader",
            FenceAttacks::readerThatTurnsWriter,
            replace(ENTER, "THEN 'r' ELSE", "THEN '' ELSE")),
        Mutation.of(
            "refusal of a reader",
            FenceAttacks::readerThatTurnsWriter,
            replace("guard_pool()", "WHEN 'r' THEN", "WHEN 'r' THEN RETURN NULL;")),
        Mutation.of(
            "guard of a home",
            FenceAttacks::writeWhileFenced,
            sql(
                "CREATE OR REPLACE FUNCTION croft.attach_guard(to_table regclass, call text)"
                    + " RETURNS void LANGUAGE plpgsql AS 'BEGIN END'")),
        Mutation.of(
            "guard that always fires",
            FenceAttacks::replicaRoleWhileFenced,
            replace(ATTACH, "ENABLE ALWAYS TRIGGER", "ENABLE TRIGGER")),
        Mutation.of(
            "haste of a mover",
            FenceAttacks::hungMover,
            remove(FENCE, "PERFORM croft.hurry('200ms');")));
  }

  static Stream<Mutation> moves() {
    return Stream.of(
        Mutation.of(
            "token of a switch",
            SwitchAttacks::switchWithABurntToken,
            remove(SWITCH, "AND g.token = by_token")),
        Mutation.of(
            "lease of a switch",
            SwitchAttacks::switchAfterTheLease,
            remove(SWITCH, "AND clock_timestamp() BETWEEN g.closed_at AND g.lease_until")),
        Mutation.of(
            "lease of a re-opening",
            SwitchAttacks::reopenWithinTheLease,
            remove(
                "reopen(uuid,bigint)",
                "AND clock_timestamp() NOT BETWEEN g.closed_at AND g.lease_until")),
        Mutation.of(
            "token of a fence",
            SwitchAttacks::fenceWithABurntToken,
            remove(FENCE, "AND g.token < by_token")),
        Mutation.of(
            "token of a claim",
            SwitchAttacks::claimWithABurntToken,
            remove(CLAIM, "AND g.token = by_token")),
        Mutation.of(
            "claim of a copy",
            SwitchAttacks::copyWithoutAClaim,
            replace(GUARD, "g.token = croft.claimed_token()", "session_user = 'croft_mover'"),
            replace(GUARD, "croft.register() <> ''", "true")),
        Mutation.of(
            "end of older transactions",
            SwitchAttacks::staleReadAfterTheHandover,
            remove(HANDOVER, "PERFORM croft.evict(home.login, home.schema_name);")),
        Mutation.of(
            "REVOKE of the schema",
            SwitchAttacks::readAtTheOldHome,
            replace(SWITCH, "IF home.isolation <> 'pool'", "IF false")),
        Mutation.of(
            "REVOKE of the sequences",
            SwitchAttacks::numberFromTheOldHome,
            replace(SWITCH, "IF home.isolation <> 'pool'", "IF false")),
        Mutation.of(
            "raised sequences",
            SwitchAttacks::numberTwice,
            replace(OPEN, "PERFORM croft.raise_sequences(", "PERFORM concat(")),
        Mutation.of(
            "HMAC of a pass",
            SwitchAttacks::forgedPass,
            replace(OPEN, "(octet_length(pass) > 32 AND", "(true OR")),
        Mutation.of(
            "tenant of a pass",
            SwitchAttacks::passOfAnotherTenant,
            replace(OPEN, "content ->> 'tenant' = of_tenant::text", "true"),
            replace(OPEN, "|| '@%#' || at_epoch", "|| '@%'")),
        Mutation.of(
            "login of a handover",
            SwitchAttacks::handoverByAnother,
            replace(HANDOVER, "session_user <> 'croft_mover'", "false")));
  }

  static Stream<Mutation> streams() {
    return Stream.of(
        Mutation.of(
            "claim of an advance",
            StreamAttacks::advanceWithoutAClaim,
            replace(ADVANCE, "IS NOT TRUE THEN", "IS NULL AND false THEN")),
        Mutation.of(
            "tenant of an advance",
            StreamAttacks::advanceOfAnotherTenant,
            replace(
                ADVANCE, "left(croft.register(), 32) = replace(of_tenant::text, '-', '')", "true")),
        Mutation.of(
            "token of an advance",
            StreamAttacks::advanceWithABurntToken,
            remove(ADVANCE, "AND g.token = by_token")),
        Mutation.of(
            "advance that only goes forward",
            StreamAttacks::advanceThatGoesBack,
            remove(ADVANCE, "AND to_position >= coalesce(g.applied, '0/0')")),
        Mutation.of(
            "login of a mark",
            StreamAttacks::markOfAnother,
            replace("check_mover()", "session_user <> 'croft_mover'", "false"),
            sql("GRANT EXECUTE ON FUNCTION croft.set_mark(uuid, bigint) TO PUBLIC")),
        Mutation.of(
            "count of definitions",
            StreamAttacks::changeThatNobodySees,
            replace("count_commands()", "NOT EXISTS (SELECT FROM croft.mark)", "true")),
        Mutation.of(
            "count of drops",
            StreamAttacks::dropThatNobodySees,
            replace("count_drops()", "NOT EXISTS (SELECT FROM croft.mark)", "true")),
        Mutation.of(
            "filter of a publication",
            StreamAttacks::rowOfTheNeighbourInTheStream,
            replace("publication_list(croft.gate)", "home.isolation = 'pool'", "false")),
        Mutation.of(
            "identity of what is published",
            StreamAttacks::publicationThatStopsTheNeighbour,
            replace("publish(text,uuid,bigint)", "problems IS NOT NULL", "false")));
  }

  static Stream<Mutation> accesses() {
    return Stream.of(
        Mutation.of(
            "access of the seal",
            AccessAttacks::sealOfLessOnTheLoginOfMore,
            replace(ENTER, "IF sealed_access <> ", "IF '' <> ")),
        Mutation.of(
            "rights of the access alone",
            AccessAttacks::writeOfAReader,
            replace(LIMIT, "ELSE croft.allows(of_access, relation, command) END", "ELSE true END")),
        Mutation.of(
            "denial of what is not declared",
            AccessAttacks::tableOfWhichNothingIsSaid,
            replace(ALLOWS, "LIMIT 1), false)", "LIMIT 1), true)")),
        Mutation.of(
            "partitions that follow their root",
            AccessAttacks::partitionOfATableThatIsWithheld,
            replace(ALLOWS, "coalesce(pg_partition_root(relation), relation)", "relation")),
        Mutation.of(
            "views that run with the rights of their caller",
            AccessAttacks::viewOfATableThatIsWithheld,
            replace("bind_view(regclass)", "EXECUTE format(", "PERFORM format("),
            sql("ALTER VIEW cheap_booking RESET (security_invoker)")),
        Mutation.of(
            "numbers for those who write",
            AccessAttacks::numberDrawnByAReader,
            replace(LIMIT, "r.commands && ARRAY['INSERT', 'UPDATE']", "true")),
        Mutation.of(
            "REVOKE for every login",
            AccessAttacks::readAtTheOldHome,
            replace(SWITCH, "SELECT string_agg(quote_ident(l), ', ')", "SELECT quote_ident(l)"),
            replace(SWITCH, "kept IS NOT NULL", "false")),
        Mutation.of(
            "end of older transactions of every login",
            AccessAttacks::staleReadAfterTheHandover,
            replace(
                "evict(text,text)",
                "croft.home_logins(of_login) l",
                "(VALUES (of_login)) AS v (l)")),
        Mutation.of(
            "no rights for a home that was left",
            AccessAttacks::rightsGivenBackAfterTheSwitch,
            replace(PROTECT_HOME, "g.state = 'moved'", "false")));
  }

  @ParameterizedTest
  @MethodSource({"seals", "sessions", "rights", "fences", "moves", "streams", "accesses"})
  void eachDefenceIsNeeded(Mutation mutation) throws SQLException {
    GateDatabase shipped = GateDatabase.create();
    assertThat(mutation.attack().through(shipped)).as("the gate as it is").isFalse();
    shipped.drop();

    GateDatabase weakened = GateDatabase.create();
    mutation.apply(weakened);
    try {
      assertThat(mutation.attack().through(weakened)).as("without %s", mutation).isTrue();
    } finally {
      mutation.revert(weakened);
      weakened.drop();
    }
  }
}
