package io.croft.move;

import io.croft.core.Placement;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds which rows of a table differ between two homes, by merging their keys in order. */
final class RowDifference {

  private static final int FETCH = 1_000;

  private RowDifference() {}

  private record Row(String key, long hash) {}

  /**
   * Returns a few differing rows of {@code table}, each as {@code key (missing|extra|changed)}; at
   * most {@code most}. Both connections are in a transaction.
   */
  static List<String> find(
      TableShape table,
      Connection source,
      Placement from,
      Connection target,
      Placement to,
      int most)
      throws SQLException {
    List<String> found = new ArrayList<>();
    try (Statement left = cursor(source);
        Statement right = cursor(target);
        ResultSet ours = left.executeQuery(table.rowHashes(from.schema(), from.tenant()));
        ResultSet theirs = right.executeQuery(table.rowHashes(to.schema(), to.tenant()))) {
      @Nullable Row a = next(ours);
      @Nullable Row b = next(theirs);
      while (found.size() < most && (a != null || b != null)) {
        int order = a == null ? 1 : b == null ? -1 : compareBytes(a.key(), b.key());
        if (order < 0 && a != null) {
          found.add(a.key() + " (missing)");
          a = next(ours);
        } else if (order > 0 && b != null) {
          found.add(b.key() + " (extra)");
          b = next(theirs);
        } else if (a != null && b != null) {
          if (a.hash() != b.hash()) {
            found.add(a.key() + " (changed)");
          }
          a = next(ours);
          b = next(theirs);
        }
      }
    }
    return found;
  }

  private static Statement cursor(Connection connection) throws SQLException {
    Statement statement = connection.createStatement();
    statement.setFetchSize(FETCH);
    return statement;
  }

  private static @Nullable Row next(ResultSet rows) throws SQLException {
    return rows.next() ? new Row(rows.getString(1), rows.getLong(2)) : null;
  }

  /** The order of PostgreSQL's collation "C": by the bytes of UTF-8, which is by code point. */
  private static int compareBytes(String a, String b) {
    return java.util.Arrays.compareUnsigned(
        a.getBytes(java.nio.charset.StandardCharsets.UTF_8),
        b.getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }
}
