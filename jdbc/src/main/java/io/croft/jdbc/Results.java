package io.croft.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The results of one execution, taken from the driver at once, so that they can be walked through
 * after the connection has been given back. A result is a guarded result set or an update count.
 */
final class Results {

  private static final long NONE = -1;

  private final Deque<Object> results = new ArrayDeque<>();
  private final List<ResultSet> kept = new ArrayList<>();

  void add(Object result) {
    results.add(result);
  }

  @Nullable ResultSet rows() {
    return results.peek() instanceof ResultSet rows ? rows : null;
  }

  long count() {
    return results.peek() instanceof Long count ? count : NONE;
  }

  /** Goes to the next result; true when it is a result set. */
  boolean next(int current) throws SQLException {
    if (current == Statement.CLOSE_ALL_RESULTS) {
      for (ResultSet rows : kept) {
        rows.close();
      }
      kept.clear();
    }
    @Nullable Object done = results.poll();
    if (done instanceof ResultSet rows) {
      if (current == Statement.KEEP_CURRENT_RESULT) {
        kept.add(rows);
      } else {
        rows.close();
      }
    }
    return rows() != null;
  }

  /** Returns true when no result set is open or still to come. */
  boolean allClosed() throws SQLException {
    for (ResultSet rows : kept) {
      if (!rows.isClosed()) {
        return false;
      }
    }
    for (Object result : results) {
      if (result instanceof ResultSet rows && !rows.isClosed()) {
        return false;
      }
    }
    return true;
  }
}
