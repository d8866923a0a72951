package io.croft.catalog;

import io.croft.core.TenantId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;

/** How an operation is read from its row. */
final class OperationRow {

  static final String COLUMNS =
      """
      id, kind, tenant, spec, notes, state, step, detail, cancel_requested,
        claimed_by, claimed_until, attempt, created, ended, progress,
        state = 'running' AND claimed_until >= clock_timestamp() AS driven
      """;

  private OperationRow() {}

  static Operation read(ResultSet row) throws SQLException {
    return new Operation(
        row.getObject("id", UUID.class),
        OperationKind.of(row.getString("kind")),
        new TenantId(row.getObject("tenant", UUID.class)),
        Json.texts(row.getString("spec")),
        Json.texts(row.getString("notes")),
        OperationState.of(row.getString("state")),
        row.getString("step"),
        row.getString("detail"),
        row.getBoolean("cancel_requested"),
        row.getString("claimed_by"),
        Sql.instantOrNull(row, "claimed_until"),
        row.getLong("attempt"),
        Sql.instant(row, "created"),
        Sql.instantOrNull(row, "ended"),
        Json.texts(row.getString("progress")),
        row.getBoolean("driven"));
  }
}
