package io.croft.gate;

import static io.croft.gate.GateFunctions.FENCE;
import static io.croft.gate.GateFunctions.GUARD;
import static io.croft.gate.GateFunctions.SWITCH;
import static io.croft.gate.Mutation.remove;
import static io.croft.gate.Mutation.replace;

import java.util.stream.Stream;

/** What a move is refused, and what it takes from the home that it leaves. */
final class SwitchMutations {

  private static final String CLAIM = "claim(uuid,bigint,bigint)";
  private static final String DEFINITIONS = "require_definitions(uuid,bigint)";
  private static final String OPEN = "open(uuid,bigint,bytea)";
  private static final String HANDOVER = "handover(uuid,bigint)";

  private SwitchMutations() {}

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
            "definitions at a switch",
            SwitchAttacks::switchAfterAChangeOfTables,
            replace(DEFINITIONS, "changes > 0", "false")),
        Mutation.of(
            "change under way at a switch",
            SwitchAttacks::switchBesideAChangeOfTables,
            replace(DEFINITIONS, "FOR UPDATE NOWAIT", "")),
        Mutation.of(
            "change under way at a switch, of an older snapshot",
            SwitchAttacks::switchBesideAnOlderChangeOfTables,
            replace(
                DEFINITIONS,
                "PERFORM pg_advisory_xact_lock(croft.definitions_key(g.schema_name))",
                "PERFORM")),
        Mutation.of(
            "change that has waited for a switch",
            SwitchAttacks::changeThatMissesTheMove,
            replace("count_definitions(name[])", "IF FOUND", "IF false")),
        Mutation.of(
            "change of an older snapshot after a switch",
            SwitchAttacks::changeOfAnOlderSnapshotThatMissesTheMove,
            remove("count_definitions(name[])", "PERFORM croft.require_snapshot(in_schemas);")),
        Mutation.of(
            "change that is older than the mark",
            SwitchAttacks::markBesideAChangeOfTables,
            replace(
                "await_definitions(uuid,bigint)",
                "pg_advisory_xact_lock(croft.definitions_key(g.schema_name))",
                "")),
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
}
