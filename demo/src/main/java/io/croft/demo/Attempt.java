package io.croft.demo;

import io.croft.core.Isolation;

/**
 * How one forgery ended.
 *
 * @param title what it tried
 * @param from the attacker's home
 * @param against the victim's home
 * @param evidence the SQLSTATE that refused it, or "no effect"
 * @param through whether it read or wrote a row of another tenant
 */
record Attempt(String title, Isolation from, Isolation against, String evidence, boolean through) {

  static final String NO_EFFECT = "no effect";
}
