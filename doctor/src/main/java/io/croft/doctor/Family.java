package io.croft.doctor;

import java.util.Locale;

/** A group of rules, kept in one file; the first digit of a rule's number. */
public enum Family {
  /** What the audit could not see, and what it was told not to report. */
  AUDIT("The audit itself"),
  /** Row security, the functions that policies call, and the guard. */
  POLICIES("Policies and guards"),
  /** The tenant column, and what must lead with it. */
  KEYS("Tenant column, keys and indexes"),
  /** What passes row security by. */
  RELATIONS("Views, functions and other relations"),
  /** What the logins of the application are and can become. */
  ROLES("Roles"),
  /** What the logins of the application may do. */
  RIGHTS("Rights"),
  /** Keys, register and functions of the gate. */
  GATE("The gate"),
  /** What one tenant leaves behind for the next. */
  SESSIONS("Sessions, poolers and drivers"),
  /** Schema and database homes. */
  HOMES("Homes"),
  /** The server. */
  CLUSTER("The server");

  private final String title;

  Family(String title) {
    this.title = title;
  }

  /** Returns the heading for people. */
  public String title() {
    return title;
  }

  /** Returns the name of the file of rules and of its page. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
