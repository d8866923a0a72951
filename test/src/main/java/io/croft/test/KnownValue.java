package io.croft.test;

import java.util.Set;

/**
 * A value of a tenant's rows that no row of the other has.
 *
 * @param place table and column
 * @param text as PostgreSQL spells it
 * @param forms the ways in which an answer may spell it, in lower case
 */
record KnownValue(String place, String text, Set<String> forms) {}
