package io.croft.gate;

import static io.croft.gate.Mutation.remove;
import static io.croft.gate.Mutation.replace;
import static io.croft.gate.Mutation.sql;

import java.util.stream.Stream;

/** What a move that streams is refused, and what it is told. */
final class StreamMutations {

  private static final String ADVANCE = "advance(uuid,bigint,bigint,pg_lsn)";

  private StreamMutations() {}

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
            replace("count_commands()", "session_user = 'croft_mover'", "true")),
        Mutation.of(
            "count of drops",
            StreamAttacks::dropThatNobodySees,
            replace("count_drops()", "NOT d.is_temporary", "false")),
        Mutation.of(
            "filter of a publication",
            StreamAttacks::rowOfTheNeighbourInTheStream,
            replace("publication_list(croft.gate)", "home.isolation = 'pool'", "false")),
        Mutation.of(
            "identity of what is published",
            StreamAttacks::publicationThatStopsTheNeighbour,
            replace("publish(text,uuid,bigint)", "problems IS NOT NULL", "false")));
  }
}
