package io.croft.move;

import io.croft.core.Identifiers;

/**
 * A column of a primary key, and how a text becomes a value of it. Types and operators are spelt
 * out: a mover's session finds by their bare names those of PostgreSQL alone.
 *
 * @param name without quotes
 * @param type what it is cast to: its type, or the one below its domain; {@link #HOME} stands for
 *     the quoted schema of the home
 * @param collation with COLLATE before it; empty for a type without
 * @param equal the operator by which the key's index takes two values for the same
 */
record KeyColumn(String name, String type, String collation, String equal) {

  /** Stands for the quoted schema of a home, which has types of its own. */
  static final String HOME = "\u0001";

  private static final String BUILT_IN = "OPERATOR(pg_catalog.=)";

  String quoted() {
    return Identifiers.quote(name);
  }

  /** Returns a text, which is an expression of SQL, as a value of this column. */
  String value(String schema, String text) {
    return "%s::%s".formatted(text, type.replace(HOME, Identifiers.quote(schema)));
  }

  /** Returns whether the index orders as PostgreSQL's own operators do, so that < can be said. */
  boolean ordersAsBuiltIn() {
    return equal.equals(BUILT_IN);
  }
}
