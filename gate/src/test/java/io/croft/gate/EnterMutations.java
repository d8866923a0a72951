package io.croft.gate;

import static io.croft.gate.GateFunctions.ENTER;
import static io.croft.gate.Mutation.remove;
import static io.croft.gate.Mutation.replace;

import java.util.stream.Stream;

/** What is checked when a tenant enters: the seal, and the session that carries it. */
final class EnterMutations {

  private EnterMutations() {}

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
}
