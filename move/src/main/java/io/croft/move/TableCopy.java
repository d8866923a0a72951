package io.croft.move;

import io.croft.core.Placement;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyManager;
import org.postgresql.copy.CopyOut;

/**
 * Copies one tenant's rows from home to home through COPY, table by table in key order. Both
 * sessions render and read values alike (see {@link MoverSession}); no value passes through a Java
 * type.
 */
final class TableCopy {

  private static final int CHUNK = 1 << 16;

  private TableCopy() {}

  /** Copies all {@code tables}; returns the number of rows. */
  static long copy(
      Connection source,
      Placement from,
      Connection target,
      Placement to,
      List<TableShape> tables,
      ProgressMeter meter)
      throws SQLException {
    long rows = 0;
    for (TableShape table : tables) {
      rows +=
          pipe(
              source,
              table.copyOut(from.schema(), from.tenant()),
              target,
              table.copyIn(to.schema()),
              meter);
    }
    return rows;
  }

  /** Copies the rows of one table whose keys are in {@code range}; returns their number. */
  static long copy(
      Connection source,
      Placement from,
      Connection target,
      Placement to,
      TableShape table,
      KeyRange range,
      ProgressMeter meter)
      throws SQLException {
    return pipe(
        source,
        table.copyOut(from.schema(), from.tenant(), range),
        target,
        table.copyIn(to.schema()),
        meter);
  }

  /** Copies anew what falls into the buckets, by table, after removing it from the target. */
  static void copyAgain(
      Connection source,
      Placement from,
      Connection target,
      Placement to,
      List<TableShape> tables,
      Map<String, Set<Integer>> buckets,
      ProgressMeter meter)
      throws SQLException {
    for (TableShape table : tables) {
      Set<Integer> wanted = buckets.getOrDefault(table.name(), Set.of());
      if (!wanted.isEmpty()) {
        try (Statement statement = target.createStatement()) {
          statement.executeUpdate(table.remove(to.schema(), to.tenant(), wanted));
        }
        pipe(
            source,
            table.copyOut(from.schema(), from.tenant(), wanted),
            target,
            table.copyIn(to.schema()),
            meter);
      }
    }
  }

  /**
   * Returns the number of rows. Both sessions can be used for something else afterwards, unless
   * they are broken.
   */
  private static long pipe(
      Connection source, String out, Connection target, String in, ProgressMeter meter)
      throws SQLException {
    CopyOut reading = api(source).copyOut(out);
    try {
      CopyIn writing = api(target).copyIn(in);
      try {
        return pipe(reading, writing, meter);
      } finally {
        if (writing.isActive()) {
          writing.cancelCopy();
        }
      }
    } finally {
      if (reading.isActive()) {
        reading.cancelCopy();
      }
    }
  }

  /** Rows go on in chunks: a message for each would cost more than the rows. */
  private static long pipe(CopyOut out, CopyIn in, ProgressMeter meter) throws SQLException {
    byte[] chunk = new byte[CHUNK];
    int filled = 0;
    int rows = 0;
    for (byte[] row = out.readFromCopy(); row != null; row = out.readFromCopy()) {
      if (filled + row.length > chunk.length) {
        in.writeToCopy(chunk, 0, filled);
        meter.copied(rows, filled);
        filled = 0;
        rows = 0;
      }
      if (row.length > chunk.length) {
        in.writeToCopy(row, 0, row.length);
        meter.copied(1, row.length);
      } else {
        System.arraycopy(row, 0, chunk, filled, row.length);
        filled += row.length;
        rows++;
      }
    }
    in.writeToCopy(chunk, 0, filled);
    meter.copied(rows, filled);
    return in.endCopy();
  }

  private static CopyManager api(Connection connection) throws SQLException {
    return connection.unwrap(PGConnection.class).getCopyAPI();
  }
}
