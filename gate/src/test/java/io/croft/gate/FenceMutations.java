package io.croft.gate;

import static io.croft.gate.GateFunctions.ENTER;
import static io.croft.gate.GateFunctions.FENCE;
import static io.croft.gate.GateFunctions.GUARD;
import static io.croft.gate.Mutation.remove;
import static io.croft.gate.Mutation.replace;
import static io.croft.gate.Mutation.sql;

import java.util.stream.Stream;

/** What keeps every writer out of a home that is fenced. */
final class FenceMutations {

  private static final String ATTACH = "attach_guard(regclass,text)";

  private FenceMutations() {}

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
}
