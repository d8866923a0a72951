package io.croft.jdbc;

import io.croft.core.Placement;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGStatement;
import org.postgresql.jdbc.PgConnection;

/** What the data plane asks of the gate of a home outside of the application's transactions. */
final class GateCalls {

  private static final String JOIN = "SELECT croft.join()";
  private static final String REOPEN = "SELECT croft.reopen(?, ?)";
  private static final String HANDOVER = "SELECT croft.handover(?, ?)";
  private static final String LOOKS =
      """
      SELECT string_agg(format('SELECT FROM %I.%I WHERE false', n.nspname, c.relname), '; ')
      FROM pg_catalog.pg_namespace n
      CROSS JOIN LATERAL (
        SELECT relname FROM pg_catalog.pg_class
        WHERE relnamespace = n.oid AND relkind IN ('r', 'p') AND NOT relispartition
          AND pg_catalog.has_table_privilege(oid, 'SELECT')
        LIMIT 100) c
      WHERE n.nspname = ?
      """;

  private static final String OPEN = "SELECT croft.open(?, ?, ?)";

  private GateCalls() {}

  /** Asks a schema or database home whether it is its tenant's and open; raises when not. */
  static boolean join(PgConnection pg) throws SQLException {
    try (PreparedStatement join = unnamed(pg, JOIN)) {
      return join.execute();
    }
  }

  /**
   * Looks at each table of a schema, or at many, without reading a row: so the session has loaded
   * their definitions when the first transaction comes.
   */
  static void look(PgConnection pg, String schema) throws SQLException {
    @Nullable String looks = null;
    try (PreparedStatement tables = unnamed(pg, LOOKS)) {
      tables.setString(1, schema);
      try (ResultSet row = tables.executeQuery()) {
        row.next();
        looks = row.getString(1);
      }
    }
    if (looks != null) {
      try (Statement statement = pg.createStatement()) {
        statement.execute(looks);
      }
    }
  }

  /** Opens a home whose mover has missed its lease; does nothing where the lease still runs. */
  static boolean reopen(PgConnection pg, Placement home) throws SQLException {
    try (PreparedStatement reopen = unnamed(pg, REOPEN)) {
      bind(reopen, home);
      return reopen.execute();
    }
  }

  /** Returns the pass that opens the home which follows {@code old}. */
  static byte[] handover(PgConnection pg, Placement old) throws SQLException {
    try (PreparedStatement handover = unnamed(pg, HANDOVER)) {
      bind(handover, old);
      try (ResultSet row = handover.executeQuery()) {
        row.next();
        return row.getBytes(1);
      }
    }
  }

  /** Opens {@code target} with the pass of the home that the tenant left. */
  static boolean open(PgConnection pg, Placement target, byte[] pass) throws SQLException {
    try (PreparedStatement open = unnamed(pg, OPEN)) {
      bind(open, target);
      open.setBytes(3, pass);
      return open.execute();
    }
  }

  private static void bind(PreparedStatement call, Placement home) throws SQLException {
    call.setObject(1, home.tenant().value());
    call.setLong(2, home.epoch());
  }

  /** A named statement could be replaced by the tenant's SQL; an unnamed one cannot. */
  private static PreparedStatement unnamed(PgConnection pg, String sql) throws SQLException {
    PreparedStatement statement = pg.prepareStatement(sql);
    statement.unwrap(PGStatement.class).setPrepareThreshold(0);
    // Else a default fetch size of the driver would leave a cursor open.
    statement.setFetchSize(0);
    return statement;
  }
}
