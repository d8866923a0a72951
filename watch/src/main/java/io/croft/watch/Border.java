package io.croft.watch;

import io.croft.core.Identifiers;
import io.croft.core.Placement;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

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

  /** An alarm stays open as long as this names its schema, whichever neighbour is tried next. */
  private static final String OPEN_SCHEMAS =
      """
      SELECT nspname FROM pg_namespace
      WHERE (nspname = '%s' OR nspname ~ '^t_[0-9a-f]{32}_[0-9]+$') AND nspname <> current_schema()
        AND has_schema_privilege(oid, 'USAGE')
      ORDER BY nspname LIMIT 20
      """
          .formatted(Placement.APP_SCHEMA);

  private static final String OPEN_DATABASES =
      """
      SELECT datname FROM pg_database
      WHERE (datname = '%s' OR datname ~ '^t_[0-9a-f]{32}_[0-9]+$')
        AND datname <> current_database() AND datallowconn
        AND has_database_privilege(oid, 'CONNECT')
      ORDER BY datname LIMIT 20
      """
          .formatted(Placement.SHARED_DATABASE);

  private Border() {}

  /**
   * Tries to read the canaries of other schemas of the same database: of the neighbours, and
   * wherever else PostgreSQL says that the login may go.
   */
  static Answer schemas(ProbeSession session, List<String> neighbours) throws SQLException {
    return all(
        neighbours,
        session.bare(c -> ProbeSession.names(c, OPEN_SCHEMAS)),
        schema -> Answer.refusing(NO_RIGHT, "schema " + schema, () -> read(session, schema)));
  }

  /**
   * Tries to connect to other databases of the same server: of the neighbours, and wherever else
   * PostgreSQL says that the login may go.
   */
  static Answer databases(
      ProbeSession session, ProbeSessions sessions, Placement home, List<String> neighbours)
      throws SQLException {
    return all(
        neighbours,
        session.bare(c -> ProbeSession.names(c, OPEN_DATABASES)),
        database ->
            Answer.refusing(
                NO_ENTRY, "database " + database, () -> connect(sessions, home, database)));
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

  /** A neighbour may have gone; what is open is there, so that not finding it proves nothing. */
  private static Answer all(
      List<String> neighbours, List<String> open, Function<String, Answer> attempt) {
    Stream<Answer> tried =
        neighbours.stream()
            .filter(name -> !open.contains(name))
            .map(attempt)
            .filter(answer -> !gone(answer));
    return Stream.concat(tried, open.stream().map(attempt))
        .reduce(Answer::and)
        .orElse(Answer.held("no other is there"));
  }

  private static boolean gone(Answer answer) {
    return GONE.stream().anyMatch(state -> answer.evidence().contains(": " + state));
  }
}
