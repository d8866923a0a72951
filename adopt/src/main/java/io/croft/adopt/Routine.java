package io.croft.adopt;

import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * A function or procedure.
 *
 * @param name with the types of its arguments
 * @param body its text, empty where PostgreSQL keeps it parsed
 * @param parsed whether PostgreSQL keeps it parsed
 * @param takesTenant whether an argument is named {@code tenant_id}
 * @param definition the statement that makes it, without the name of its schema
 * @param returns the oid of the table whose rows it returns, 0 for none
 */
record Routine(
    String name,
    String body,
    boolean parsed,
    boolean takesTenant,
    String language,
    String definition,
    long returns) {

  static Routine of(ResultSet row) throws SQLException {
    return new Routine(
        row.getString("name"),
        row.getString("body"),
        row.getBoolean("parsed"),
        row.getBoolean("takes_tenant"),
        row.getString("language"),
        row.getString("definition"),
        row.getLong("returns"));
  }
}
