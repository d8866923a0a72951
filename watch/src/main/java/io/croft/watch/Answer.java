package io.croft.watch;

import io.croft.catalog.ProbeOutcome;
import io.croft.core.CroftException;
import java.sql.SQLException;
import java.util.Set;

/**
 * What came of one attempt.
 *
 * @param evidence SQLSTATEs, names of objects and counts; never contents of rows
 */
record Answer(ProbeOutcome outcome, String evidence) {

  /** Something that must be refused; returns what it reached when it was not. */
  @FunctionalInterface
  interface Forbidden {
    String reach() throws SQLException;
  }

  /** Something that looks by itself. */
  @FunctionalInterface
  interface Look {
    Answer look() throws SQLException;
  }

  static Answer held(String evidence) {
    return new Answer(ProbeOutcome.HELD, evidence);
  }

  static Answer alarm(String evidence) {
    return new Answer(ProbeOutcome.ALARM, evidence);
  }

  static Answer blind(String evidence) {
    return new Answer(ProbeOutcome.BLIND, evidence);
  }

  /** Returns held when the attempt ends in one of these SQLSTATEs, blind when in another one. */
  static Answer refusing(Set<String> states, String what, Forbidden attempt) {
    try {
      return alarm(what + ": " + attempt.reach());
    } catch (SQLException e) {
      String state = state(e);
      return states.contains(state)
          ? held(what + ": " + state)
          : blind(what + ": " + state + ", expected " + String.join(" or ", states));
    }
  }

  /** Returns what {@code look} tells, blind when it ends in an error. */
  static Answer of(Look look) {
    try {
      return look.look();
    } catch (SQLException e) {
      return blind(state(e));
    } catch (CroftException e) {
      return blind(e.code().code());
    }
  }

  /** Returns the worse of both, with the evidence of both. */
  Answer and(Answer other) {
    ProbeOutcome worse = outcome.compareTo(other.outcome) >= 0 ? outcome : other.outcome;
    return new Answer(worse, evidence + "; " + other.evidence);
  }

  /** Returns a count in words. */
  static String rows(long count) {
    return count == 1 ? "1 row" : count + " rows";
  }

  static String state(SQLException e) {
    return e.getSQLState() == null ? "no SQLSTATE" : e.getSQLState();
  }
}
