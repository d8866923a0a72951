package io.croft.watch;

import io.croft.core.Identifiers;
import io.croft.core.Placement;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The border between logins: what PostgreSQL's rights keep one home's login from. */
final class Border {

  private static final Set<String> NO_RIGHT = Set.of("42501");

  /** Also what {@code pg_hba.conf} answers. */
  private static final Set<String> NO_ENTRY = Set.of("42501", "28000");

  /** The neighbour has gone meanwhile. */
  private static final Set<String> GONE = Set.of("3D000", "3F000", "42P01");

  /** At most so many rows are counted, so that a broken border costs nothing either. */
  private static final String COUNT =
      "SELECT count(*) FROM (SELECT FROM %s.croft_canary LIMIT 100) AS seen";

  private Border() {}

  /** Tries to read the canaries of other schemas of the same database; empty without any. */
  static Optional<Answer> schemas(ProbeSession session, List<String> schemas) {
    return all(
        schemas.stream()
            .map(
                schema ->
                    Answer.refusing(NO_RIGHT, "schema " + schema, () -> read(session, schema)))
            .toList());
  }

  /** Tries to connect to other databases of the same server; empty without any. */
  static Optional<Answer> databases(
      ProbeSessions sessions, Placement home, List<String> databases) {
    return all(
        databases.stream()
            .map(
                database ->
                    Answer.refusing(
                        NO_ENTRY, "database " + database, () -> connect(sessions, home, database)))
            .toList());
  }

  private static String read(ProbeSession session, String schema) throws SQLException {
    long rows =
        session.entered(c -> ProbeSession.number(c, COUNT.formatted(Identifiers.quote(schema))));
    return "may be read, " + Answer.rows(rows);
  }

  private static String connect(ProbeSessions sessions, Placement home, String database)
      throws SQLException {
    try (Connection inside = sessions.connect(home, database)) {
      return inside.isClosed() ? "closed again" : "lets the login in";
    }
  }

  private static Optional<Answer> all(List<Answer> answers) {
    return answers.stream().filter(answer -> !gone(answer)).reduce(Answer::and);
  }

  private static boolean gone(Answer answer) {
    return GONE.stream().anyMatch(state -> answer.evidence().contains(": " + state));
  }
}
