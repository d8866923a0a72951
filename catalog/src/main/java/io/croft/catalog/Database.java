package io.croft.catalog;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A small pool of connections to the catalog, and the two ways to use one. */
final class Database implements AutoCloseable {

  /** How long the control plane waits for a connection. */
  static final Duration PATIENCE = Duration.ofSeconds(5);

  private static final String NAME_THE_CHANGE =
      """
      SELECT set_config('croft.actor', ?, true), set_config('croft.action', ?, true)
      """;

  private final CatalogAddress address;
  private final HikariDataSource pool;

  private Database(CatalogAddress address, HikariDataSource pool) {
    this.address = address;
    this.pool = pool;
  }

  /** Work on a connection. */
  @FunctionalInterface
  interface Work<T> {
    T run(Connection connection) throws SQLException;
  }

  /**
   * Opens a pool whose sessions work as {@code role}, or as the login itself when it is null.
   *
   * @param patience how long to wait for a connection
   */
  static Database open(CatalogAddress address, @Nullable String role, int size, Duration patience) {
    HikariConfig config = new HikariConfig();
    config.setPoolName("croft-catalog");
    config.setJdbcUrl(address.jdbcUrl());
    config.setUsername(address.user());
    config.setPassword(address.password());
    config.setMaximumPoolSize(size);
    config.setMinimumIdle(1);
    config.setConnectionTimeout(patience.toMillis());
    config.setValidationTimeout(patience.toMillis());
    config.setDataSourceProperties(Connections.properties("croft catalog"));
    if (role == null) {
      // A socket may be open and silent for ever: an application does not wait for that.
      config.addDataSourceProperty("socketTimeout", String.valueOf(patience.toSeconds()));
    } else {
      config.addDataSourceProperty("options", "-c role=" + role);
    }
    try {
      return new Database(address, new HikariDataSource(config));
    } catch (PoolInitializationException e) {
      if (e.getCause() instanceof SQLException cause) {
        throw CatalogErrors.of(address, cause);
      }
      throw e;
    }
  }

  /** Returns what {@code work}, which is a single statement, reads. */
  <T> T read(Work<T> work) {
    try (Connection connection = pool.getConnection()) {
      return work.run(connection);
    } catch (SQLException e) {
      throw CatalogErrors.of(address, e);
    }
  }

  /**
   * Runs {@code work} in one transaction, whose changes are audited under that actor and action.
   */
  <T> T change(String actor, String action, Work<T> work) {
    try (Connection connection = pool.getConnection()) {
      return transaction(connection, actor, action, work);
    } catch (SQLException e) {
      throw CatalogErrors.of(address, e);
    }
  }

  /**
   * Runs {@code work} in one transaction whose changes are not audited. A server that has not
   * answered a statement after {@code patience} is given up.
   */
  <T> T within(Duration patience, Work<T> work) {
    try (Connection connection = pool.getConnection()) {
      // The pool sets it back before the connection is used again.
      connection.setNetworkTimeout(Runnable::run, Math.toIntExact(patience.toMillis()));
      return transaction(connection, work);
    } catch (SQLException e) {
      throw CatalogErrors.of(address, e);
    }
  }

  static <T> T transaction(Connection connection, String actor, String action, Work<T> work)
      throws SQLException {
    return transaction(
        connection,
        c -> {
          Sql.first(c, NAME_THE_CHANGE, row -> true, actor, action);
          return work.run(c);
        });
  }

  private static <T> T transaction(Connection connection, Work<T> work) throws SQLException {
    connection.setAutoCommit(false);
    try {
      T result = work.run(connection);
      connection.commit();
      connection.setAutoCommit(true);
      return result;
    } catch (SQLException | RuntimeException e) {
      try {
        connection.rollback();
        connection.setAutoCommit(true);
      } catch (SQLException second) {
        e.addSuppressed(second);
      }
      throw e;
    }
  }

  @Override
  public void close() {
    pool.close();
  }
}
