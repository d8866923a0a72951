package io.croft.catalog;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/** The audit as it can be read; triggers write it. */
final class AuditStore {

  private static final String LIST =
      """
      SELECT id, at, actor, action, object_kind, object_id, before, after FROM catalog.audit
      WHERE object_kind = coalesce(?, object_kind) AND object_id = coalesce(?, object_id)
        AND id > ?
      ORDER BY id
      LIMIT ?
      """;

  private final Database database;

  AuditStore(Database database) {
    this.database = database;
  }

  List<AuditEntry> list(AuditFilter filter) {
    return database.read(
        c ->
            Sql.list(
                c,
                LIST,
                AuditStore::entry,
                filter.objectKind(),
                filter.objectId(),
                filter.after(),
                filter.limit()));
  }

  private static AuditEntry entry(ResultSet row) throws SQLException {
    return new AuditEntry(
        row.getLong("id"),
        Sql.instant(row, "at"),
        row.getString("actor"),
        row.getString("action"),
        row.getString("object_kind"),
        row.getString("object_id"),
        row.getString("before"),
        row.getString("after"));
  }
}
