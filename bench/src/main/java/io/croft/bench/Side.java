package io.croft.bench;

import io.croft.core.TenantId;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import javax.sql.DataSource;

/**
 * One of two pools that are compared under a crowd.
 *
 * @param name as it stands in a table
 * @param source gives the connections
 * @param binding how it learns whose they are
 */
record Side(String name, DataSource source, Binding binding) {

  static final String CROFT = "Croft";
  static final String HIKARI = "HikariCP";

  /** What Croft says when there was no connection in time. */
  static final String FULL = "53300";

  /** Runs one statement for the tenant in autocommit; ends the run unless it returns one row. */
  void query(TenantId tenant, String sql) throws SQLException {
    long rows = binding.call(tenant, () -> rows(sql));
    if (rows != 1) {
      throw new IllegalStateException("%d rows of %s, expected 1".formatted(rows, sql));
    }
  }

  /** Does the same; false when there was no connection within the pool's timeout. */
  boolean got(TenantId tenant, String sql) throws SQLException {
    try {
      query(tenant, sql);
      return true;
    } catch (SQLException e) {
      requireGaveUp(e);
      return false;
    }
  }

  /**
   * Holds a connection for one transaction of the tenant; returns for how many nanoseconds, 0 when
   * there was none within the pool's timeout.
   */
  long hold(TenantId tenant, String sql) throws SQLException {
    try {
      return binding.call(tenant, () -> held(sql));
    } catch (SQLException e) {
      requireGaveUp(e);
      return 0;
    }
  }

  private static void requireGaveUp(SQLException e) throws SQLException {
    if (!(e instanceof SQLTransientConnectionException) && !FULL.equals(e.getSQLState())) {
      throw e;
    }
  }

  private long held(String sql) throws SQLException {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      // The first statement waits for the connection, where getConnection() did not.
      statement.execute("SELECT 1");
      long begun = System.nanoTime();
      statement.execute(sql);
      connection.commit();
      return System.nanoTime() - begun;
    }
  }

  private long rows(String sql) throws SQLException {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      long count = 0;
      while (rows.next()) {
        count++;
      }
      return count;
    }
  }
}
