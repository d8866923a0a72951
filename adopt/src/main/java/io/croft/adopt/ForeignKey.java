package io.croft.adopt;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * A foreign key; letters are those of PostgreSQL's catalog pg_constraint.
 *
 * @param table the oid of its table
 * @param target the oid of the table that it refers to
 * @param tenantPaired whether the tenant refers to the tenant
 * @param hasTenant whether the tenant is in it on either side
 * @param nullable whether one of its columns may be null
 * @param setColumns the columns that ON DELETE SET names; empty for all
 * @param period whether its last column is a period
 */
record ForeignKey(
    long table,
    String ofTable,
    long target,
    String ofTarget,
    String name,
    List<String> columns,
    List<String> targetColumns,
    boolean tenantPaired,
    boolean hasTenant,
    boolean nullable,
    boolean full,
    char onUpdate,
    char onDelete,
    List<String> setColumns,
    boolean deferrable,
    boolean deferred,
    boolean validated,
    boolean period,
    boolean enforced,
    Optional<String> comment) {

  static ForeignKey of(ResultSet row) throws SQLException {
    return new ForeignKey(
        row.getLong("relation"),
        row.getString("of_table"),
        row.getLong("target"),
        row.getString("of_target"),
        row.getString("name"),
        Sql.strings(row, "columns"),
        Sql.strings(row, "target_columns"),
        row.getBoolean("tenant_paired"),
        row.getBoolean("has_tenant") || row.getBoolean("target_has_tenant"),
        row.getBoolean("nullable"),
        row.getString("match").equals("f"),
        row.getString("on_update").charAt(0),
        row.getString("on_delete").charAt(0),
        Sql.strings(row, "set_columns"),
        row.getBoolean("deferrable"),
        row.getBoolean("deferred"),
        row.getBoolean("validated"),
        row.getBoolean("period"),
        row.getBoolean("enforced"),
        Optional.ofNullable(row.getString("comment")));
  }
}
