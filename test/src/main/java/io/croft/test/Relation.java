package io.croft.test;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Something with rows that a login can reach.
 *
 * @param kind as PostgreSQL's catalog has it: r, p, v, m or f
 * @param atHome whether it is in the schema of the tenant's home
 * @param root the table of which it is a partition, or itself
 * @param bases what a view reads in the end; empty for others
 * @param hasTenant whether a column {@code tenant_id} says whose a row is
 * @param readable the columns that may be read, in their order
 * @param writable the columns that may be written in a new row
 * @param deletable whether rows may be deleted
 * @param updatable whether {@code tenant_id} may be changed
 * @param ownersRights whether it is a view that reads with the rights of its owner
 */
record Relation(
    String schema,
    String name,
    String kind,
    boolean atHome,
    String root,
    Set<String> bases,
    boolean hasTenant,
    List<String> readable,
    List<String> writable,
    boolean deletable,
    boolean updatable,
    boolean ownersRights) {

  /** What is the same in every home, whatever its schema is called. */
  String key() {
    return atHome ? name : schema + "." + name;
  }

  String quoted() {
    return quote(schema) + "." + quote(name);
  }

  boolean isPartition() {
    return !root.equals(name);
  }

  /** Whether its rows may be those of others though no row of it says so. */
  boolean isBeyondProof() {
    return ownersRights && !hasTenant && !bases.isEmpty();
  }

  boolean isAmong(Set<String> shared) {
    return atHome && (shared.contains(root) || (!bases.isEmpty() && shared.containsAll(bases)));
  }

  String described() {
    return switch (kind) {
          case "v" -> "view ";
          case "m" -> "materialized view ";
          case "f" -> "foreign table ";
          default -> isPartition() ? "partition " : "table ";
        }
        + key();
  }

  /** Returns the text of a row as PostgreSQL spells it, of those columns. */
  static String rowText(List<String> columns) {
    return columns.stream()
        .map(column -> "t." + quote(column))
        .collect(Collectors.joining(", ", "ROW(", ")::text"));
  }

  static String quote(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }
}
