package io.croft.catalog;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Steps of operations as rows. Who writes holds the row of the operation locked. */
final class StepStore {

  private static final String INSERT =
      "INSERT INTO catalog.operation_step (operation, ordinal, name) VALUES (?, ?, ?)";

  private static final String LIST =
      """
      SELECT name, state, started, ended, detail FROM catalog.operation_step
      WHERE operation = ? ORDER BY ordinal
      """;

  // A step that was not planned, such as an undo, goes to the end.
  private static final String BEGIN =
      """
      INSERT INTO catalog.operation_step AS s (operation, ordinal, name, state, started)
      SELECT o.id, coalesce(max(n.ordinal), 0) + 1, CAST(? AS text), 'running', clock_timestamp()
      FROM catalog.operation o LEFT JOIN catalog.operation_step n ON n.operation = o.id
      WHERE o.id = ? GROUP BY o.id
      ON CONFLICT (operation, name) DO UPDATE
      SET state = 'running', started = clock_timestamp(), ended = NULL, detail = NULL
      """;

  private static final String MAKE_ROOM =
      "UPDATE catalog.operation_step SET ordinal = ordinal + 1000 WHERE operation = ?";

  private static final String PLACE =
      """
      INSERT INTO catalog.operation_step (operation, ordinal, name) VALUES (?, ?, ?)
      ON CONFLICT (operation, name) DO UPDATE SET ordinal = excluded.ordinal
      """;

  private static final String END =
      """
      UPDATE catalog.operation_step SET state = ?, detail = ?, ended = clock_timestamp()
      WHERE operation = ? AND name = ?
      """;

  private static final String CLOSE =
      """
      UPDATE catalog.operation_step SET
        state = CASE WHEN state = 'running' THEN CAST(? AS text) ELSE 'skipped' END,
        ended = CASE WHEN state = 'running' THEN clock_timestamp() END
      WHERE operation = ? AND (state = 'running' OR state = 'pending' AND ?)
      """;

  private StepStore() {}

  static void plan(Connection connection, UUID operation, List<String> names) throws SQLException {
    int ordinal = 0;
    for (String name : names) {
      ordinal++;
      Sql.change(connection, INSERT, operation, ordinal, name);
    }
  }

  /** Puts these steps into this order, those that are missing included, before any others. */
  static void planAnew(Connection connection, UUID operation, List<String> names)
      throws SQLException {
    Sql.change(connection, MAKE_ROOM, operation);
    int ordinal = 0;
    for (String name : names) {
      ordinal++;
      Sql.change(connection, PLACE, operation, ordinal, name);
    }
  }

  static List<Step> list(Connection connection, UUID operation) throws SQLException {
    return Sql.list(connection, LIST, StepStore::step, operation);
  }

  static void begin(Connection connection, UUID operation, String name) throws SQLException {
    Sql.change(connection, BEGIN, name, operation);
  }

  static void end(
      Connection connection, UUID operation, String name, StepState state, @Nullable String detail)
      throws SQLException {
    if (Sql.change(connection, END, state.word(), detail, operation, name) == 0) {
      throw new IllegalArgumentException("operation " + operation + " has no step " + name);
    }
  }

  /** Ends a step that still runs; steps never begun stay to be done when the operation failed. */
  static void close(Connection connection, UUID operation, OperationState state)
      throws SQLException {
    boolean failed = state == OperationState.FAILED;
    StepState running = failed ? StepState.FAILED : StepState.DONE;
    Sql.change(connection, CLOSE, running.word(), operation, !failed);
  }

  private static Step step(ResultSet row) throws SQLException {
    return new Step(
        row.getString("name"),
        StepState.of(row.getString("state")),
        Sql.instantOrNull(row, "started"),
        Sql.instantOrNull(row, "ended"),
        row.getString("detail"));
  }
}
