package io.croft.doctor;

import java.util.Optional;

/**
 * One thing that a rule found.
 *
 * @param rule which rule
 * @param place where
 * @param object what: a quoted, qualified name, or a kind and a name
 * @param detail what is wrong with it
 * @param fix the SQL that mends exactly this object; empty when there is none that could be given
 * @param repairable true when {@code --fix} may run that SQL: it gives the object back the form
 *     that the gate ships
 */
public record Finding(
    Rule rule,
    Place place,
    String object,
    String detail,
    Optional<String> fix,
    boolean repairable) {

  static Finding of(Rule rule, Place place, String object, String detail) {
    return new Finding(rule, place, object, detail, Optional.empty(), false);
  }

  /** Returns the severity of its rule. */
  public Severity severity() {
    return rule.severity();
  }

  /**
   * Returns what an entry of the ignore file names it by: {@code CROFT101 server/database/object}.
   */
  public String key() {
    return rule.id() + " " + place + "/" + object;
  }
}
