package io.croft.watch;

import io.croft.core.Isolation;
import io.croft.core.Placement;
import io.croft.gate.Sealer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.postgresql.PGConnection;

/**
 * A session of an application's login, used for one transaction after the other. All of them are
 * rolled back, except where a canary gets its row.
 */
final class ProbeSession implements AutoCloseable {

  private static final String ENTER = "SELECT croft.enter(?)";
  private static final String JOIN = "SELECT croft.join()";

  private final Connection connection;
  private final Placement home;
  private final Sealer sealer;
  private final Sealer forger;

  ProbeSession(Connection connection, Placement home, Sealer sealer, Sealer forger)
      throws SQLException {
    this.connection = connection;
    this.home = home;
    this.sealer = sealer;
    this.forger = forger;
    connection.setAutoCommit(false);
  }

  /** Work in a transaction, with a result. */
  @FunctionalInterface
  interface Work<T> {
    T on(Connection connection) throws SQLException;
  }

  /** Does {@code work} in a transaction that this session's tenant has entered. */
  <T> T entered(Work<T> work) throws SQLException {
    return entered(home, work);
  }

  /** Does {@code work} as {@code tenant}, which lives in the same pool. */
  <T> T entered(Placement tenant, Work<T> work) throws SQLException {
    return bare(
        c -> {
          enter(tenant);
          return work.on(c);
        });
  }

  /** Does {@code work} in a transaction that nobody has entered. */
  <T> T bare(Work<T> work) throws SQLException {
    try {
      return work.on(connection);
    } finally {
      connection.rollback();
    }
  }

  /** Does {@code work} as {@code tenant} and commits it. */
  void write(Placement tenant, Work<Integer> work) throws SQLException {
    try {
      enter(tenant);
      work.on(connection);
      connection.commit();
    } finally {
      connection.rollback();
    }
  }

  /** Enters with a seal for {@code tenant} that is signed with a key of nobody. */
  void enterWithWrongKey(Placement tenant) throws SQLException {
    enter(forger.seal(tenant, backend()));
  }

  /** Enters with a genuine seal that was made for another backend. */
  void enterWithWrongBackend(Placement tenant) throws SQLException {
    enter(sealer.seal(tenant, backend() + 1));
  }

  private void enter(Placement tenant) throws SQLException {
    if (tenant.isolation() != Isolation.POOL) {
      run(JOIN);
      return;
    }
    try {
      enter(sealer.seal(tenant, backend()));
    } catch (SQLException e) {
      if (!sealer.learn(tenant, e)) {
        throw e;
      }
      connection.rollback();
      enter(sealer.seal(tenant, backend()));
    }
  }

  private void enter(byte[] seal) throws SQLException {
    try (PreparedStatement enter = connection.prepareStatement(ENTER)) {
      enter.setBytes(1, seal);
      enter.execute();
    }
  }

  private int backend() throws SQLException {
    return connection.unwrap(PGConnection.class).getBackendPID();
  }

  /** Runs statements without values; results are thrown away. */
  void run(String... statements) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  /** Returns the number in the first row, with these values bound. */
  static long number(Connection connection, String sql, Object... values) throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        query.setObject(i + 1, values[i]);
      }
      try (ResultSet row = query.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }

  /** Returns the first column of all rows. */
  static List<String> names(Connection connection, String sql) throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(sql);
        ResultSet row = query.executeQuery()) {
      List<String> names = new ArrayList<>();
      while (row.next()) {
        names.add(row.getString(1));
      }
      return names;
    }
  }

  /** Returns how many rows the statement has changed, with these values bound. */
  static int change(Connection connection, String sql, Object... values) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      return statement.executeUpdate();
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
