package io.croft.jdbc;

import io.croft.core.Placement;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.postgresql.PGStatement;
import org.postgresql.jdbc.PgConnection;

/** What the data plane asks of the gate of a home outside of the application's transactions. */
final class GateCalls {

  private static final String ENTER = "SELECT croft.enter(?)";
  private static final String JOIN = "SELECT croft.join()";
  private static final String REOPEN = "SELECT croft.reopen(?, ?)";
  private static final String HANDOVER = "SELECT croft.handover(?, ?)";
  private static final String OPEN = "SELECT croft.open(?, ?, ?)";

  private GateCalls() {}

  /** Asks a schema or database home whether it is its tenant's and open; raises when not. */
  static boolean join(PgConnection pg) throws SQLException {
    try (PreparedStatement join = unnamed(pg, JOIN)) {
      return join.execute();
    }
  }

  /** Enters a home of the pool in a transaction of its own, which leaves nothing behind. */
  static boolean enter(PgConnection pg, byte[] seal) throws SQLException {
    try (PreparedStatement enter = unnamed(pg, ENTER)) {
      enter.setBytes(1, seal);
      return enter.execute();
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
