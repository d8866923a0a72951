package io.croft.jdbc;

import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import java.io.IOException;
import java.io.Reader;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Loads many rows into one table of the tenant in scope, several times faster than a JDBC batch,
 * the same in every isolation; {@code COPY FROM}, which PostgreSQL refuses under row-level
 * security, is not needed.
 *
 * <p>Rows are sent as arrays, one statement for some thousand rows, in the caller's transaction,
 * and never more of them are held in memory. A load that fails, or is closed before {@link
 * #execute}, has left no row, and the transaction can go on. Column types are read from the
 * database; the column {@code tenant_id} is filled by the database and cannot be given.
 *
 * <p>Values are of the Java types that JDBC uses for the column; for other types than numbers,
 * {@code boolean} and {@code bytea} also text as PostgreSQL spells it. Not thread-safe.
 *
 * <p>See "COPY" and "Array Functions", {@code unnest}, in the PostgreSQL manual.
 */
public final class BulkLoad implements AutoCloseable {

  private final Connection connection;
  private final BulkTable table;
  private final BulkBatch batch;
  private final BulkStart start;
  private long sent;
  private boolean ended;

  private BulkLoad(Connection connection, BulkTable table, BulkStart start) {
    this.connection = connection;
    this.table = table;
    this.start = start;
    this.batch = new BulkBatch(table.columns());
  }

  /**
   * Begins a load into {@code table}, named without its schema, in the transaction of {@code
   * connection}. Rows give their values in the order of {@code columns}; other columns take their
   * defaults.
   *
   * @throws SQLException with the cause {@code bulk-load-refused}: the table or a column is
   *     unknown, a column is named twice, generated or {@code tenant_id}, or the connection is in
   *     autocommit
   */
  public static BulkLoad into(Connection connection, String table, String... columns)
      throws SQLException {
    if (connection.getAutoCommit()) {
      throw BulkErrors.refused(
          "a bulk load into " + table + " needs a transaction, found autocommit",
          "call setAutoCommit(false) first");
    }
    BulkStart start = BulkStart.in(connection);
    try {
      return new BulkLoad(connection, BulkTable.find(connection, table, columns), start);
    } catch (SQLException e) {
      start.undo(e);
      throw e;
    }
  }

  /**
   * Adds a row; may send those added before.
   *
   * @return this
   * @throws SQLException with the cause {@code bulk-row-invalid}, naming row and column, or the
   *     database's own error; then no row of the load is left. With SQLSTATE {@code 55000} when the
   *     transaction in which the load began has ended
   */
  public BulkLoad add(@Nullable Object... values) throws SQLException {
    requireRunning();
    try {
      batch.add(sent + batch.size() + 1, values);
    } catch (CroftException e) {
      throw failed(Errors.of(e));
    }
    if (batch.full()) {
      send();
    }
    return this;
  }

  /** Adds rows as {@link #add} does. */
  public BulkLoad addAll(Iterable<Object[]> rows) throws SQLException {
    for (Object[] row : rows) {
      add(row);
    }
    return this;
  }

  /**
   * Adds rows in the text format of {@code COPY}: columns between tabs, {@code \N} for NULL, up to
   * the end or a line {@code \.}; the reader is not closed.
   */
  public BulkLoad addCopyText(Reader text) throws SQLException, IOException {
    return addText(new CopyTextRows(text));
  }

  /**
   * Adds rows in the CSV format of {@code COPY}: columns between commas, {@code "} around values
   * that hold one of these or a line break, nothing for NULL and {@code ""} for the empty text; the
   * reader is not closed.
   */
  public BulkLoad addCsv(Reader csv) throws SQLException, IOException {
    return addText(new CsvRows(csv));
  }

  private BulkLoad addText(TextRows rows) throws SQLException, IOException {
    requireRunning();
    try {
      while (true) {
        @Nullable String @Nullable [] row = rows.next();
        if (row == null) {
          return this;
        }
        add((@Nullable Object[]) row);
      }
    } catch (IOException e) {
      ended = true;
      start.undo(e);
      throw e;
    }
  }

  /**
   * Sends what is left and ends the load; committing is the caller's.
   *
   * @return how many rows were added
   */
  public long execute() throws SQLException {
    requireRunning();
    send();
    ended = true;
    start.release();
    return sent;
  }

  /** Undoes the load unless it was executed or has failed. */
  @Override
  public void close() throws SQLException {
    if (!ended && !connection.isClosed()) {
      ended = true;
      start.undo();
    }
  }

  private void send() throws SQLException {
    try {
      start.requireTransaction();
    } catch (SQLException e) {
      throw failed(e);
    }
    if (batch.size() == 0) {
      return;
    }
    try (PreparedStatement insert = connection.prepareStatement(table.insert())) {
      batch.bind(insert, connection);
      insert.executeUpdate();
    } catch (SQLException e) {
      throw new BulkSearch(connection, batch, sent).explain(failed(e));
    }
    sent += batch.size();
    batch.clear();
  }

  private SQLException failed(SQLException e) {
    ended = true;
    start.undo(e);
    return e;
  }

  private void requireRunning() throws SQLException {
    if (ended) {
      throw new SQLException("the bulk load has ended", Errors.WRONG_STATE);
    }
  }

  /** Rows of text, null for NULL. */
  interface TextRows {
    @Nullable String @Nullable [] next() throws IOException, SQLException;
  }

  static CroftException invalidRow(long row, String problem) {
    return new CroftException(
        ErrorCode.BULK_ROW_INVALID,
        "row " + row + " of the bulk load: " + problem,
        "correct the row and load again; nothing of the load was kept");
  }
}
