package io.croft.bench;

import io.croft.core.TenantId;
import io.croft.core.TenantScope;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import javax.sql.DataSource;

/**
 * A transaction of one client: it reads a line, thinks, writes what it has read into the same line,
 * and adds an event or removes the one that it added before, so that the tenant keeps its size.
 * Ends with an error unless each statement meets one row.
 */
final class ShopTransaction implements Crowd.Job {

  private final DataSource source;
  private final TenantId tenant;
  private final int line;
  private final int level;
  private final Duration think;
  private long event;

  /**
   * @param line no other client has it
   * @param level the isolation of {@link Connection}
   * @param think how long between reading and writing
   */
  ShopTransaction(DataSource source, TenantId tenant, int line, int level, Duration think) {
    this.source = source;
    this.tenant = tenant;
    this.line = line;
    this.level = level;
    this.think = think;
  }

  /** Returns so many clients of a tenant that has at least as many lines. */
  static List<ShopTransaction> of(
      int clients, DataSource source, TenantId tenant, int level, Duration think) {
    return new ArrayList<>(
        IntStream.rangeClosed(1, clients)
            .mapToObj(line -> new ShopTransaction(source, tenant, line, level, think))
            .toList());
  }

  @Override
  public void run() throws SQLException {
    long before = event;
    event = 0;
    event = TenantScope.call(tenant, () -> transact(before));
  }

  private long transact(long before) throws SQLException {
    try (Connection connection = source.getConnection()) {
      if (connection.getTransactionIsolation() != level) {
        connection.setTransactionIsolation(level);
      }
      connection.setAutoCommit(false);
      try {
        int quantity = read(connection);
        pause();
        update(connection, "UPDATE line SET quantity = ? WHERE id = ?", quantity % 9 + 1L, line);
        long made = 0;
        if (before == 0) {
          made = insert(connection);
        } else {
          update(connection, "DELETE FROM event WHERE id = ?", before);
        }
        connection.commit();
        return made;
      } catch (SQLException | RuntimeException e) {
        connection.rollback();
        throw e;
      }
    }
  }

  private void pause() throws SQLException {
    try {
      OpenLoop.awaitNanos(System.nanoTime() + think.toNanos());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SQLException("interrupted", e);
    }
  }

  private int read(Connection connection) throws SQLException {
    try (PreparedStatement read =
        connection.prepareStatement("SELECT quantity FROM line WHERE id = ?")) {
      read.setLong(1, line);
      return (int) one(read);
    }
  }

  private long insert(Connection connection) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO event (account_id, amount, note) VALUES (?, 1, 'bench') RETURNING id")) {
      insert.setLong(1, line);
      return one(insert);
    }
  }

  private long one(PreparedStatement query) throws SQLException {
    try (ResultSet row = query.executeQuery()) {
      if (!row.next()) {
        throw new SQLException("no row of line " + line);
      }
      return row.getLong(1);
    }
  }

  private void update(Connection connection, String sql, long... values) throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        update.setLong(i + 1, values[i]);
      }
      int rows = update.executeUpdate();
      if (rows != 1) {
        throw new SQLException(rows + " rows of " + sql);
      }
    }
  }
}
