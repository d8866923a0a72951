package io.croft.bench;

import java.io.ByteArrayOutputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyManager;
import org.postgresql.copy.CopyOut;

/**
 * {@code COPY TO | COPY FROM} of whole tables, by superusers, into the same tables without any gate
 * and with the same indexes, in one transaction. Foreign keys are not checked, as in a move.
 */
final class PlainCopy {

  private static final int CHUNK = 1 << 16;
  private static final String SCHEMA = "plain";
  private static final List<String> NAMES =
      List.of("account", "product", "invoice", "line", "event");

  private final Connection source;
  private final String schema;
  private final Connection target;

  /**
   * @param schema from which is copied
   * @param target where the tables are made
   */
  PlainCopy(Connection source, String schema, Connection target) throws SQLException {
    this.source = source;
    this.schema = schema;
    this.target = target;
    run("CREATE ROLE " + Site.BASELINE_LOGIN);
    new Tables(target, SCHEMA).createForFilters();
    run("SET session_replication_role = replica");
  }

  /** Copies all rows, and removes the copy; returns rows in a second. */
  double perSecond() throws SQLException {
    long begun = System.nanoTime();
    long rows = 0;
    target.setAutoCommit(false);
    for (String name : NAMES) {
      rows +=
          pipe(
              api(source).copyOut("COPY %s.%s TO STDOUT".formatted(schema, name)),
              api(target).copyIn("COPY %s.%s FROM STDIN".formatted(SCHEMA, name)));
    }
    target.commit();
    double seconds = (System.nanoTime() - begun) / 1e9;
    target.setAutoCommit(true);
    run("TRUNCATE " + String.join(", ", NAMES.stream().map(n -> SCHEMA + "." + n).toList()));
    return rows / seconds;
  }

  private static long pipe(CopyOut out, CopyIn in) throws SQLException {
    ByteArrayOutputStream chunk = new ByteArrayOutputStream(2 * CHUNK);
    for (byte[] row = out.readFromCopy(); row != null; row = out.readFromCopy()) {
      chunk.write(row, 0, row.length);
      if (chunk.size() > CHUNK) {
        in.writeToCopy(chunk.toByteArray(), 0, chunk.size());
        chunk.reset();
      }
    }
    in.writeToCopy(chunk.toByteArray(), 0, chunk.size());
    return in.endCopy();
  }

  private static CopyManager api(Connection connection) throws SQLException {
    return connection.unwrap(PGConnection.class).getCopyAPI();
  }

  private void run(String sql) throws SQLException {
    try (Statement statement = target.createStatement()) {
      statement.execute(sql);
    }
  }
}
