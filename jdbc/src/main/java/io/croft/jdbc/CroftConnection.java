package io.croft.jdbc;

import java.lang.reflect.Method;
import java.sql.Array;
import java.sql.Blob;
import java.sql.CallableStatement;
import java.sql.Clob;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.NClob;
import java.sql.PreparedStatement;
import java.sql.SQLClientInfoException;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.SQLXML;
import java.sql.Savepoint;
import java.sql.Statement;
import java.sql.Struct;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.jdbc.PgConnection;
import org.postgresql.util.PSQLState;

/**
 * The handle that an application holds as its connection: JDBC's face of a {@link Session}. Nothing
 * physical is taken before the first statement executes. What JDBC lets one set on a connection is
 * kept here and applied when a transaction begins.
 *
 * <p>Longer than other files because {@link Connection} has that many methods; each is one line of
 * work.
 */
final class CroftConnection implements Connection {

  private static final Method CREATE = StatementResults.creator("createStatement");
  private static final Method CREATE_TYPED =
      StatementResults.creator("createStatement", int.class, int.class);
  private static final Method CREATE_HELD =
      StatementResults.creator("createStatement", int.class, int.class, int.class);
  private static final Method PREPARE = StatementResults.creator("prepareStatement", String.class);
  private static final Method PREPARE_TYPED =
      StatementResults.creator("prepareStatement", String.class, int.class, int.class);
  private static final Method PREPARE_HELD =
      StatementResults.creator("prepareStatement", String.class, int.class, int.class, int.class);
  private static final Method PREPARE_KEYS =
      StatementResults.creator("prepareStatement", String.class, int.class);
  private static final Method PREPARE_KEYS_AT =
      StatementResults.creator("prepareStatement", String.class, int[].class);
  private static final Method PREPARE_KEYS_NAMED =
      StatementResults.creator("prepareStatement", String.class, String[].class);
  private static final Method CALL = StatementResults.creator("prepareCall", String.class);
  private static final Method CALL_TYPED =
      StatementResults.creator("prepareCall", String.class, int.class, int.class);
  private static final Method CALL_HELD =
      StatementResults.creator("prepareCall", String.class, int.class, int.class, int.class);

  private final Session session;
  private final ClientInfo client;
  private final DatabaseMetaData metaData;

  CroftConnection(Session session) {
    this.session = session;
    this.client = new ClientInfo(session);
    this.metaData = MetaDataHandle.of(session, this);
  }

  @Override
  public Statement createStatement() throws SQLException {
    return open(CREATE);
  }

  @Override
  public Statement createStatement(int type, int concurrency) throws SQLException {
    return open(CREATE_TYPED, type, concurrency);
  }

  @Override
  public Statement createStatement(int type, int concurrency, int holdability) throws SQLException {
    return open(CREATE_HELD, type, concurrency, holdability);
  }

  @Override
  public PreparedStatement prepareStatement(String sql) throws SQLException {
    return (PreparedStatement) open(PREPARE, sql);
  }

  @Override
  public PreparedStatement prepareStatement(String sql, int type, int concurrency)
      throws SQLException {
    return (PreparedStatement) open(PREPARE_TYPED, sql, type, concurrency);
  }

  @Override
  public PreparedStatement prepareStatement(String sql, int type, int concurrency, int holdability)
      throws SQLException {
    return (PreparedStatement) open(PREPARE_HELD, sql, type, concurrency, holdability);
  }

  @Override
  public PreparedStatement prepareStatement(String sql, int keys) throws SQLException {
    return (PreparedStatement) open(PREPARE_KEYS, sql, keys);
  }

  @Override
  public PreparedStatement prepareStatement(String sql, int[] columns) throws SQLException {
    return (PreparedStatement) open(PREPARE_KEYS_AT, sql, columns.clone());
  }

  @Override
  public PreparedStatement prepareStatement(String sql, String[] columns) throws SQLException {
    return (PreparedStatement) open(PREPARE_KEYS_NAMED, sql, columns.clone());
  }

  @Override
  public CallableStatement prepareCall(String sql) throws SQLException {
    return (CallableStatement) open(CALL, sql);
  }

  @Override
  public CallableStatement prepareCall(String sql, int type, int concurrency) throws SQLException {
    return (CallableStatement) open(CALL_TYPED, sql, type, concurrency);
  }

  @Override
  public CallableStatement prepareCall(String sql, int type, int concurrency, int holdability)
      throws SQLException {
    return (CallableStatement) open(CALL_HELD, sql, type, concurrency, holdability);
  }

  @Override
  public String nativeSQL(String sql) throws SQLException {
    return String.valueOf(at(lease -> lease.pg().nativeSQL(sql)));
  }

  @Override
  public void setAutoCommit(boolean autoCommit) throws SQLException {
    act(() -> session.setAutoCommit(autoCommit));
  }

  @Override
  public boolean getAutoCommit() throws SQLException {
    return session.alone(session::autoCommit);
  }

  @Override
  public void commit() throws SQLException {
    act(session::commit);
  }

  @Override
  public void rollback() throws SQLException {
    act(session::rollback);
  }

  @Override
  public void close() {
    session.close();
  }

  @Override
  public boolean isClosed() {
    return session.closed();
  }

  @Override
  public DatabaseMetaData getMetaData() throws SQLException {
    return session.alone(() -> metaData);
  }

  @Override
  public void setReadOnly(boolean readOnly) throws SQLException {
    act(
        () -> {
          session.requireNoTransaction(
              "Cannot change transaction read-only property in the middle of a transaction.");
          session.setShape(session.shape().withReadOnly(readOnly));
        });
  }

  @Override
  public boolean isReadOnly() throws SQLException {
    return session.alone(() -> session.shape().readOnly());
  }

  @Override
  public void setTransactionIsolation(int level) throws SQLException {
    act(
        () -> {
          session.requireNoTransaction(
              "Cannot change transaction isolation level in the middle of a transaction.");
          Shape.requireIsolation(level);
          session.setShape(session.shape().withIsolation(level));
        });
  }

  @Override
  public int getTransactionIsolation() throws SQLException {
    return session.alone(() -> session.shape().isolation());
  }

  /** Refuses: the database is that of the tenant's home. */
  @Override
  public void setCatalog(@Nullable String catalog) throws SQLException {
    act(() -> requireHome("catalog", catalog, session.placement().database()));
  }

  @Override
  public String getCatalog() throws SQLException {
    return session.alone(() -> session.placement().database());
  }

  /** Refuses another schema than the home's: which one it is decides the tenant's placement. */
  @Override
  public void setSchema(@Nullable String schema) throws SQLException {
    act(() -> requireHome("schema", schema, session.placement().schema()));
  }

  @Override
  public String getSchema() throws SQLException {
    return session.alone(() -> session.placement().schema());
  }

  @Override
  public @Nullable SQLWarning getWarnings() throws SQLException {
    return (SQLWarning) session.answer(session::warnings);
  }

  @Override
  public void clearWarnings() throws SQLException {
    act(session::clearWarnings);
  }

  @Override
  public Map<String, Class<?>> getTypeMap() throws SQLException {
    return session.alone(Map::of);
  }

  @Override
  public void setTypeMap(Map<String, Class<?>> map) throws SQLException {
    if (!map.isEmpty()) {
      throw Errors.unsupported("type maps are not supported");
    }
  }

  @Override
  public void setHoldability(int holdability) throws SQLException {
    act(
        () -> {
          Shape.requireHoldability(holdability);
          session.setShape(session.shape().withHoldability(holdability));
        });
  }

  @Override
  public int getHoldability() throws SQLException {
    return session.alone(() -> session.shape().holdability());
  }

  @Override
  public Savepoint setSavepoint() throws SQLException {
    return session.alone(() -> session.savepoint(null));
  }

  @Override
  public Savepoint setSavepoint(String name) throws SQLException {
    return session.alone(() -> session.savepoint(name));
  }

  @Override
  public void rollback(Savepoint savepoint) throws SQLException {
    Objects.requireNonNull(savepoint);
    act(() -> session.transactionOf(savepoint, "ROLLBACK TO SAVEPOINT").pg().rollback(savepoint));
  }

  @Override
  public void releaseSavepoint(Savepoint savepoint) throws SQLException {
    Objects.requireNonNull(savepoint);
    act(
        () ->
            session.transactionOf(savepoint, "RELEASE SAVEPOINT").pg().releaseSavepoint(savepoint));
  }

  @Override
  public Clob createClob() throws SQLException {
    throw notImplemented("createClob()");
  }

  @Override
  public Blob createBlob() throws SQLException {
    throw notImplemented("createBlob()");
  }

  @Override
  public NClob createNClob() throws SQLException {
    throw notImplemented("createNClob()");
  }

  @Override
  public SQLXML createSQLXML() throws SQLException {
    return (SQLXML) Objects.requireNonNull(at(lease -> lease.pg().createSQLXML()));
  }

  @Override
  public Array createArrayOf(String typeName, Object @Nullable [] elements) throws SQLException {
    return session.alone(() -> new PlainArray(session, typeName, elements));
  }

  @Override
  public Struct createStruct(String typeName, Object[] attributes) throws SQLException {
    throw notImplemented("createStruct(String, Object[])");
  }

  /** False too when the home cannot be reached. */
  @Override
  public boolean isValid(int timeout) throws SQLException {
    if (timeout < 0) {
      throw Errors.ofDriver("Invalid timeout ({0}<0).", PSQLState.INVALID_PARAMETER_VALUE, timeout);
    }
    if (session.closed()) {
      return false;
    }
    try {
      return Boolean.TRUE.equals(at(lease -> lease.pg().isValid(timeout)));
    } catch (SQLException e) {
      return false;
    }
  }

  @Override
  public void setClientInfo(String name, @Nullable String value) throws SQLClientInfoException {
    client.set(name, value);
  }

  @Override
  public void setClientInfo(Properties properties) throws SQLClientInfoException {
    client.set(properties);
  }

  @Override
  public @Nullable String getClientInfo(String name) throws SQLException {
    return client.value(name);
  }

  @Override
  public Properties getClientInfo() throws SQLException {
    return client.all();
  }

  @Override
  public void abort(@Nullable Executor executor) throws SQLException {
    if (executor == null) {
      throw new SQLException("executor is null");
    }
    session.abort(executor);
  }

  @Override
  public void setNetworkTimeout(Executor executor, int milliseconds) throws SQLException {
    act(
        () -> {
          if (milliseconds < 0) {
            throw Errors.ofDriver(
                "Network timeout must be a value greater than or equal to 0.",
                PSQLState.INVALID_PARAMETER_VALUE);
          }
          session.setNetworkTimeout(milliseconds);
        });
  }

  @Override
  public int getNetworkTimeout() throws SQLException {
    return session.alone(() -> session.shape().networkTimeoutMillis());
  }

  @Override
  public <T> T unwrap(Class<T> wanted) throws SQLException {
    act(() -> {});
    if (wanted.isInstance(this)) {
      return wanted.cast(this);
    }
    throw Identity.refuse(wanted);
  }

  @Override
  public boolean isWrapperFor(Class<?> wanted) {
    return wanted.isInstance(this);
  }

  @Override
  public String toString() {
    return "CroftConnection[" + session.caller() + "]";
  }

  private Statement open(Method creator, Object... args) throws SQLException {
    for (Object arg : args) {
      Objects.requireNonNull(arg);
    }
    return StatementHandle.open(session, this, new Call(creator, args));
  }

  private @Nullable Object at(Gateway.Work work) throws SQLException {
    return session.answer(() -> session.run(Gateway.Manner.ONCE, work));
  }

  private void act(Session.Action step) throws SQLException {
    session.alone(
        () -> {
          step.run();
          return true;
        });
  }

  private SQLException notImplemented(String method) throws SQLException {
    return session.alone(() -> Driver.notImplemented(PgConnection.class, method));
  }

  private static void requireHome(String what, @Nullable String wanted, String home)
      throws SQLException {
    if (!home.equals(wanted)) {
      throw Errors.unsupported(
          "the %s is that of the tenant's home, %s; it cannot be set to %s"
              .formatted(what, home, wanted));
    }
  }
}
