package io.croft.catalog;

import io.croft.core.TenantId;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Operations as rows: creating, reading, and what operators ask of them. */
final class OperationStore {

  private static final String SELECT = "SELECT " + OperationRow.COLUMNS + " FROM catalog.operation";
  private static final String ONE = SELECT + " WHERE id = ?";
  private static final String ACTIVE =
      SELECT + " WHERE tenant = ? AND state IN ('pending', 'running')";

  private static final String LIST =
      SELECT
          + """
             WHERE kind = coalesce(?, kind) AND state = coalesce(?, state)
               AND tenant = coalesce(?, tenant)
             ORDER BY created DESC, id
             LIMIT ?
            """;

  private static final String INSERT =
      """
      INSERT INTO catalog.operation (id, kind, tenant, spec)
      VALUES (?, ?, ?, CAST(? AS jsonb))
      ON CONFLICT DO NOTHING
      """;

  // An operation that was never begun is cancelled at once; any other by a worker that undoes it.
  private static final String CANCEL =
      """
      UPDATE catalog.operation SET
        state = CASE
          WHEN state = 'pending' AND attempt = 0 THEN 'cancelled'
          WHEN state = 'failed' THEN 'pending'
          ELSE state END,
        ended = CASE WHEN state = 'pending' AND attempt = 0 THEN clock_timestamp() END,
        cancel_requested = true
      WHERE id = ? AND state IN ('pending', 'running', 'failed')
      RETURNING
      """
          + OperationRow.COLUMNS;

  private static final String RETRY =
      """
      UPDATE catalog.operation SET state = 'pending', ended = NULL, cancel_requested = false
      WHERE id = ? AND state = 'failed'
      RETURNING
      """
          + OperationRow.COLUMNS;

  private static final String ASK =
      """
      UPDATE catalog.operation SET notes = notes || CAST(? AS jsonb)
      WHERE id = ? AND state IN ('pending', 'running', 'failed')
      RETURNING
      """
          + OperationRow.COLUMNS;

  private static final String UNIQUE_VIOLATION = "23505";

  private final Database database;

  OperationStore(Database database) {
    this.database = database;
  }

  Operation create(NewOperation operation, String actor) {
    return database.change(
        actor,
        "operation.create",
        c -> {
          TenantStore.tenant(c, operation.tenant());
          return create(c, operation);
        });
  }

  static Operation create(Connection connection, NewOperation operation) throws SQLException {
    int inserted =
        Sql.change(
            connection,
            INSERT,
            operation.id(),
            operation.kind().word(),
            operation.tenant().value(),
            Json.write(operation.spec()));
    if (inserted == 1) {
      StepStore.plan(connection, operation.id(), operation.steps());
      return operation(connection, operation.id());
    }
    Optional<Operation> same = Sql.first(connection, ONE, OperationRow::read, operation.id());
    if (same.isEmpty()) {
      throw Refusals.inProgress(operation.tenant(), active(connection, operation.tenant()));
    }
    return same.get();
  }

  Operation operation(UUID id) {
    return database.read(c -> operation(c, id));
  }

  Optional<Operation> active(TenantId tenant) {
    return database.read(c -> active(c, tenant));
  }

  private static Optional<Operation> active(Connection connection, TenantId tenant)
      throws SQLException {
    return Sql.first(connection, ACTIVE, OperationRow::read, tenant.value());
  }

  List<Operation> list(OperationFilter filter) {
    return database.read(
        c ->
            Sql.list(
                c,
                LIST,
                OperationRow::read,
                filter.kind() == null ? null : filter.kind().word(),
                filter.state() == null ? null : filter.state().word(),
                filter.tenant() == null ? null : filter.tenant().value(),
                filter.limit()));
  }

  Operation ask(UUID id, Map<String, String> wishes, String actor) {
    return database.change(
        actor,
        "operation.ask",
        c -> {
          Operation before = lock(c, id);
          return Sql.first(c, ASK, OperationRow::read, Json.write(wishes), id)
              .orElseThrow(() -> Refusals.notNow(before));
        });
  }

  Operation cancel(UUID id, String actor) {
    return reopen(CANCEL, id, actor, "operation.cancel");
  }

  Operation retry(UUID id, String actor) {
    return reopen(RETRY, id, actor, "operation.retry");
  }

  private Operation reopen(String sql, UUID id, String actor, String action) {
    return database.change(
        actor,
        action,
        c -> {
          Operation before = lock(c, id);
          Optional<Operation> other =
              active(c, before.tenant()).filter(found -> !found.id().equals(id));
          if (before.state() == OperationState.FAILED && other.isPresent()) {
            throw Refusals.inProgress(before.tenant(), other);
          }
          try {
            return Sql.first(c, sql, OperationRow::read, id)
                .orElseThrow(() -> Refusals.notNow(before));
          } catch (SQLException e) {
            if (UNIQUE_VIOLATION.equals(e.getSQLState())) {
              throw Refusals.inProgress(before.tenant(), other);
            }
            throw e;
          }
        });
  }

  private static Operation lock(Connection connection, UUID id) throws SQLException {
    return Sql.first(connection, ONE + " FOR NO KEY UPDATE", OperationRow::read, id)
        .orElseThrow(() -> Refusals.unknownOperation(id));
  }

  static Operation operation(Connection connection, UUID id) throws SQLException {
    return Sql.first(connection, ONE, OperationRow::read, id)
        .orElseThrow(() -> Refusals.unknownOperation(id));
  }
}
