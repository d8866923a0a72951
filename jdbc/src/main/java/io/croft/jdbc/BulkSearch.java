package io.croft.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;

/**
 * Finds the row that the server could not read. It names none, so halves of the batch are asked
 * again and again, each in a savepoint, until one row is left.
 */
final class BulkSearch {

  private static final String DATA_EXCEPTION = "22";

  private final Connection connection;
  private final BulkBatch batch;
  private final long before;

  /**
   * @param before how many rows were sent before this batch
   */
  BulkSearch(Connection connection, BulkBatch batch, long before) {
    this.connection = connection;
    this.batch = batch;
    this.before = before;
  }

  /** Returns {@code bulk-row-invalid} where a value could not be read, else what tells the rows. */
  SQLException explain(SQLException failure) {
    String state = String.valueOf(failure.getSQLState());
    if (state.startsWith(DATA_EXCEPTION)) {
      try {
        for (int i = 0; i < batch.columns().size(); i++) {
          if (travelsAsInput(i) && !readable(i, 0, batch.size())) {
            return invalid(i, firstUnreadable(i), failure);
          }
        }
      } catch (SQLException e) {
        failure.addSuppressed(e);
      }
    }
    return new SQLException(
        "rows %d to %d of the bulk load: %s"
            .formatted(before + 1, before + batch.size(), failure.getMessage()),
        state,
        failure.getErrorCode(),
        failure);
  }

  private boolean travelsAsInput(int column) {
    return batch.columns().get(column).transport() == BulkColumn.Transport.INPUT;
  }

  private SQLException invalid(int column, int row, SQLException failure) {
    BulkColumn wanted = batch.columns().get(column);
    SQLException invalid =
        Errors.of(
            BulkLoad.invalidRow(
                before + row + 1,
                "column %s: this text is no value of type %s"
                    .formatted(wanted.name(), wanted.type())));
    invalid.setNextException(failure);
    return invalid;
  }

  private int firstUnreadable(int column) throws SQLException {
    int from = 0;
    int to = batch.size();
    while (to - from > 1) {
      int middle = (from + to) >>> 1;
      if (readable(column, from, middle)) {
        from = middle;
      } else {
        to = middle;
      }
    }
    return from;
  }

  /** Returns true when the server reads all values of the column between two rows. */
  private boolean readable(int column, int from, int to) throws SQLException {
    String sql =
        "SELECT count("
            + batch.columns().get(column).expression("r.c")
            + ") FROM unnest(?::pg_catalog.text[]) AS r (c)";
    Savepoint here = connection.setSavepoint();
    try (PreparedStatement read = connection.prepareStatement(sql)) {
      read.setArray(1, connection.createArrayOf("text", batch.part(column, from, to)));
      try (ResultSet count = read.executeQuery()) {
        return count.next();
      }
    } catch (SQLException e) {
      if (!String.valueOf(e.getSQLState()).startsWith(DATA_EXCEPTION)) {
        throw e;
      }
      return false;
    } finally {
      connection.rollback(here);
      connection.releaseSavepoint(here);
    }
  }
}
