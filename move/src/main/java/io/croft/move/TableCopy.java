package io.croft.move;

import io.croft.core.Placement;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
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

  private TableCopy() {}

  /** Copies all {@code tables}; returns the number of rows. */
  static long copy(
      Connection source, Placement from, Connection target, Placement to, List<TableShape> tables)
      throws SQLException {
    long rows = 0;
    for (TableShape table : tables) {
      rows +=
          pipe(
              api(source).copyOut(table.copyOut(from.schema(), from.tenant())),
              api(target).copyIn(table.copyIn(to.schema())));
    }
    return rows;
  }

  private static long pipe(CopyOut out, CopyIn in) throws SQLException {
    try {
      for (byte[] row = out.readFromCopy(); row != null; row = out.readFromCopy()) {
        in.writeToCopy(row, 0, row.length);
      }
      return in.endCopy();
    } finally {
      if (in.isActive()) {
        in.cancelCopy();
      }
      if (out.isActive()) {
        out.cancelCopy();
      }
    }
  }

  private static CopyManager api(Connection connection) throws SQLException {
    return connection.unwrap(PGConnection.class).getCopyAPI();
  }
}
