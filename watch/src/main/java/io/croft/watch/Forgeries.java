package io.croft.watch;

import io.croft.core.Placement;
import io.croft.gate.GateState;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Attempts of one canary of a pool to be the other one. */
final class Forgeries {

  private static final Set<String> NO_RIGHT = Set.of("42501");
  private static final Set<String> NO_TENANT = Set.of(GateState.NO_TENANT);
  private static final Set<String> NOT_GENUINE = Set.of(GateState.SEAL_REJECTED);

  /** No sequence of that name in one form of the register; in the other, no right on it. */
  private static final Set<String> NO_SEQUENCE = Set.of("42P01", "42501");

  /** Nobody has entered; or nothing was ever written in this session. */
  private static final Set<String> NOT_ENTERED = Set.of(GateState.NO_TENANT, "55000");

  private static final String COUNT = "SELECT count(*) FROM croft_canary";
  private static final String OWN = COUNT + " WHERE tenant_id = ?";

  /** Without a condition: one that names a column is held by the policies of SELECT as well. */
  private static final List<String> CHANGES =
      List.of("UPDATE croft_canary SET parent = NULL", "DELETE FROM croft_canary");

  private Forgeries() {}

  /** Reads while nobody has entered. */
  static Answer withoutTenant(ProbeSession session) {
    return Answer.refusing(NO_TENANT, "no tenant", () -> session.bare(c -> rows(session, COUNT)));
  }

  /** Writes the other's name where the gate remembers who has entered, in both forms of it. */
  static Answer register(ProbeSession session, Placement own, Placement other) {
    String hex = other.tenant().hex();
    String parameter = "SELECT set_config('backtrace_functions', '" + hex + "', true)";
    String sequence =
        "SELECT setval('croft.register_high', ('x' || '%s')::bit(64)::bigint)"
            .formatted(hex.substring(0, 16));
    String mark = "SELECT set_config('croft.entered', 'yes', true)";
    return Answer.refusing(
            NO_RIGHT, "the parameter", () -> session.bare(c -> rows(session, parameter, COUNT)))
        .and(
            Answer.refusing(
                NO_RIGHT,
                "the parameter, once entered",
                () -> session.entered(own, c -> rows(session, parameter, COUNT))))
        .and(
            Answer.refusing(
                NO_SEQUENCE,
                "a sequence",
                () -> session.entered(own, c -> rows(session, sequence, COUNT))))
        .and(
            Answer.refusing(
                NOT_ENTERED, "the remark", () -> session.bare(c -> rows(session, mark, COUNT))));
  }

  /** Brings seals that the gate must not take. */
  static Answer seal(ProbeSession session, Placement other) {
    return Answer.refusing(
            NOT_GENUINE,
            "a key of nobody",
            () ->
                session.bare(
                    c -> {
                      session.enterWithWrongKey(other);
                      return rows(session, COUNT);
                    }))
        .and(
            Answer.refusing(
                NOT_GENUINE,
                "another backend",
                () ->
                    session.bare(
                        c -> {
                          session.enterWithWrongBackend(other);
                          return rows(session, COUNT);
                        })));
  }

  /** Adds a row that says it is the other's, and changes and removes every row that it can. */
  static Answer write(ProbeSession session, Placement own, Placement other) throws SQLException {
    Answer answer =
        Answer.refusing(
            NO_RIGHT,
            "insert",
            () ->
                session.entered(
                    own,
                    c ->
                        ProbeSession.change(
                                c,
                                "INSERT INTO croft_canary (tenant_id, mark) VALUES (?, 'planted')",
                                other.tenant().value())
                            + " row"));
    for (String sql : CHANGES) {
      long rows = session.entered(own, c -> foreign(c, own, sql));
      String what = sql.substring(0, 6).toLowerCase(Locale.ROOT) + ": " + Answer.rows(rows);
      answer = answer.and(rows == 0 ? Answer.held(what) : Answer.alarm(what));
    }
    return answer;
  }

  /** Returns how many rows the statement touches beside one's own. */
  private static long foreign(Connection connection, Placement own, String sql)
      throws SQLException {
    long ownRows = ProbeSession.number(connection, OWN, own.tenant().value());
    return ProbeSession.change(connection, sql) - ownRows;
  }

  private static String rows(ProbeSession session, String... statements) throws SQLException {
    session.run(statements);
    return "accepted";
  }
}
