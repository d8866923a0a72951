package io.croft.adopt;

import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * A table, partitioned table or partition.
 *
 * @param name as SQL spells it
 * @param bare as the catalog spells it
 * @param root the bare name of the table whose partition it is, or its own
 * @param depth how many tables it is a partition of
 * @param keyed whether it has a primary key
 * @param tenant its column {@code tenant_id}
 */
record Table(
    long oid,
    String name,
    String bare,
    String root,
    boolean partition,
    int depth,
    boolean keyed,
    Tenant tenant) {

  /**
   * A column {@code tenant_id}, or none.
   *
   * @param type its type, empty where there is no such column
   * @param required whether it is NOT NULL
   * @param standard its default, empty for none
   * @param generated whether it is computed or an identity
   * @param pinned whether it is held to one tenant, as in a home
   */
  record Tenant(String type, boolean required, String standard, boolean generated, boolean pinned) {

    boolean missing() {
      return type.isEmpty();
    }

    boolean usable() {
      return type.equals("uuid") && !generated;
    }

    boolean filled() {
      return pinned || standard.equals("croft.tenant()");
    }
  }

  static Table of(ResultSet row) throws SQLException {
    String type = row.getString("tenant_type");
    return new Table(
        row.getLong("oid"),
        row.getString("name"),
        row.getString("bare"),
        row.getString("root"),
        row.getBoolean("partition"),
        row.getInt("depth"),
        row.getBoolean("keyed"),
        new Tenant(
            type == null ? "" : type,
            row.getBoolean("tenant_required"),
            row.getString("tenant_default"),
            row.getBoolean("tenant_generated"),
            row.getBoolean("pinned")));
  }
}
