package io.croft.doctor;

import java.util.Optional;

/**
 * One thing that the audit looks for.
 *
 * @param id stable, {@code CROFT} and three digits; the first is that of the family
 * @param family the group it belongs to
 * @param title what is wrong where it finds something
 * @param severity how bad that is
 * @param applies where the rule has a meaning
 * @param reach whether it is asked once for a server or in each database
 * @param repaired true when {@code --fix} may run the fix of a finding
 * @param why what the hole allows
 * @param fix what to do about it, in words
 * @param query the query without its surroundings, which yields object, detail and fix; empty when
 *     code decides
 */
public record Rule(
    String id,
    Family family,
    String title,
    Severity severity,
    Applies applies,
    Reach reach,
    boolean repaired,
    String why,
    String fix,
    Optional<String> query) {

  /** Where a rule has a meaning. */
  public enum Applies {
    /** In any database. */
    ANY,
    /** Only under Croft's gate. */
    GATE,
    /** Only in a database without the gate. */
    PLAIN
  }

  /** How often a rule is asked. */
  public enum Reach {
    /** Once for a server: its roles, databases, settings. */
    SERVER,
    /** In each database. */
    DATABASE
  }

  boolean appliesWhere(boolean gate) {
    return applies == Applies.ANY || (applies == Applies.GATE) == gate;
  }

  @Override
  public String toString() {
    return id;
  }
}
