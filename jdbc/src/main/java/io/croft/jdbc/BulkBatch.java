package io.croft.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rows that go to the server in one statement, column by column. */
final class BulkBatch {

  static final int MOST_ROWS = 10_000;

  /** A batch is sent when its texts and bytes hold this much, however few the rows. */
  private static final long MOST_LENGTH = 4_000_000;

  private final List<BulkColumn> columns;
  private final @Nullable Object[][] values;
  private int size;
  private long length;

  BulkBatch(List<BulkColumn> columns) {
    this.columns = columns;
    this.values = new @Nullable Object[columns.size()][];
    for (int i = 0; i < values.length; i++) {
      values[i] = columns.get(i).transport().array(MOST_ROWS);
    }
  }

  List<BulkColumn> columns() {
    return columns;
  }

  int size() {
    return size;
  }

  boolean full() {
    return size == MOST_ROWS || length >= MOST_LENGTH;
  }

  /**
   * Adds a row.
   *
   * @param number of the row in the load, from 1, for errors
   */
  void add(long number, @Nullable Object[] row) {
    if (row.length != columns.size()) {
      throw BulkLoad.invalidRow(
          number, "it has " + row.length + " values, expected " + columns.size());
    }
    for (int i = 0; i < row.length; i++) {
      @Nullable Object value = row[i];
      try {
        values[i][size] = value == null ? null : columns.get(i).transported(value);
      } catch (IllegalArgumentException e) {
        throw BulkLoad.invalidRow(number, String.valueOf(e.getMessage()));
      }
      length += lengthOf(values[i][size]);
    }
    size++;
  }

  /** Binds one array for each column. */
  void bind(PreparedStatement insert, Connection connection) throws SQLException {
    for (int i = 0; i < values.length; i++) {
      insert.setArray(
          i + 1, connection.createArrayOf(columns.get(i).transport().element(), part(i, 0, size)));
    }
  }

  /** Returns some values of a column as they travel. */
  @Nullable Object[] part(int column, int from, int to) {
    return Arrays.copyOfRange(values[column], from, to);
  }

  /** Forgets all rows and what they held. */
  void clear() {
    for (@Nullable Object[] column : values) {
      Arrays.fill(column, 0, size, null);
    }
    size = 0;
    length = 0;
  }

  private static long lengthOf(@Nullable Object value) {
    if (value instanceof String text) {
      return text.length();
    }
    return value instanceof byte[] bytes ? bytes.length : 0;
  }
}
