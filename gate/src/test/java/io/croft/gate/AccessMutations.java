package io.croft.gate;

import static io.croft.gate.GateFunctions.ENTER;
import static io.croft.gate.GateFunctions.PROTECT_HOME;
import static io.croft.gate.Mutation.replace;
import static io.croft.gate.Mutation.sql;

import java.util.stream.Stream;

/** What the logins of an access are refused. */
final class AccessMutations {

  private static final String LIMIT = "limit_relation(regclass,text,text)";
  private static final String SHUT_OUT = "shut_out(text,text)";
  private static final String ALLOWS = "allows(text,regclass,text)";

  private AccessMutations() {}

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
            replace(SHUT_OUT, "SELECT string_agg(quote_ident(l), ', ')", "SELECT quote_ident(l)"),
            replace(SHUT_OUT, "kept IS NOT NULL", "false")),
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
}
