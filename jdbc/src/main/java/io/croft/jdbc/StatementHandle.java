package io.croft.jdbc;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.TransactionState;
import org.postgresql.util.PSQLState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A statement of the application. It belongs to the handle, not to a physical connection: what is
 * set on it is recorded, and each execution makes the statement anew on the connection at hand. The
 * last one stays open until then, because it holds the results.
 */
final class StatementHandle implements InvocationHandler {

  private static final Logger LOG = LoggerFactory.getLogger(StatementHandle.class);

  private final Session session;
  private final Connection connection;
  private final Call creator;
  private final Class<?> kind;
  private final Statement proxy;
  private final Recording recording = new Recording();
  private Results results = new Results();
  private @Nullable ResultSet generatedKeys;
  private volatile @Nullable Bound bound;
  private boolean closeOnCompletion;
  private boolean closed;

  /** The statement of the driver that the last execution used. */
  private record Bound(Statement statement, Lease lease) {}

  private StatementHandle(Session session, Connection connection, Call creator) {
    this.session = session;
    this.connection = connection;
    this.creator = creator;
    this.kind = creator.method().getReturnType();
    this.proxy =
        (Statement)
            Proxy.newProxyInstance(
                StatementHandle.class.getClassLoader(), new Class<?>[] {kind}, this);
  }

  /** Returns a statement that {@code creator}, a method of Connection, will make when needed. */
  static Statement open(Session session, Connection connection, Call creator) throws SQLException {
    return session.alone(
        () -> {
          StatementHandle handle = new StatementHandle(session, connection, creator);
          session.enlist(handle);
          return handle.proxy;
        });
  }

  Statement proxy() {
    return proxy;
  }

  @Override
  public @Nullable Object invoke(Object self, Method method, @Nullable Object @Nullable [] args)
      throws Throwable {
    StatementCall call = StatementCall.of(method);
    return switch (call) {
      case IDENTITY -> Identity.answer(self, method, args, kind);
      case WRAPPER -> Identity.unwrap(self, method, args);
      case DEFAULT -> InvocationHandler.invokeDefault(self, method, args);
      case OWN -> own(method);
      default ->
          session.answer(
              () -> {
                if (closed) {
                  throw closedStatement();
                }
                return answer(call, method, args);
              });
    };
  }

  private @Nullable Object own(Method method) throws SQLException {
    return switch (method.getName()) {
      case "isClosed" -> closed || session.closed();
      case "getConnection" -> session.alone(() -> connection);
      case "isCloseOnCompletion" -> closeOnCompletion;
      case "closeOnCompletion" -> {
        closeOnCompletion = true;
        yield null;
      }
      case "cancel" -> {
        @Nullable Bound running = bound;
        if (running != null) {
          running.lease().cancel(running.statement());
        }
        yield null;
      }
      default -> {
        session.aloneAnyway(this::discard);
        yield null;
      }
    };
  }

  private @Nullable Object answer(
      StatementCall call, Method method, @Nullable Object @Nullable [] args) throws SQLException {
    switch (call) {
      case EXECUTE -> {
        return execute(method, args);
      }
      case SETTING -> {
        StatementSettings.require(method, args);
        recording.setting(method, args);
      }
      case PARAMETER -> recording.parameter(method, args);
      case CLEAR_PARAMETERS -> recording.clearParameters();
      case ADD_BATCH -> addBatch(args);
      case CLEAR_BATCH -> recording.clearBatch();
      case SETTING_GETTER -> {
        return setting(method);
      }
      case RESULT -> {
        return result(method, args);
      }
      case DESCRIBE -> {
        @Nullable ResultSet rows = results.rows();
        if (method.getName().equals("getMetaData") && rows != null && !rows.isClosed()) {
          return rows.getMetaData();
        }
        return session.run(Gateway.Manner.REPEATABLE, lease -> describe(lease, method, args));
      }
      case OUT_PARAMETER -> {
        Bound last = lastBound();
        return guarded(last.lease(), Call.invoke(method, last.statement(), args));
      }
      case LARGE_OBJECT -> throw DriverObject.largeObject();
      default -> throw new IllegalStateException("not a call for a statement: " + method);
    }
    return null;
  }

  private void addBatch(@Nullable Object @Nullable [] args) throws SQLException {
    if (args == null) {
      recording.addBatch(null);
    } else if (kind == Statement.class) {
      recording.addBatch((String) Objects.requireNonNull(args[0]));
    } else {
      throw Errors.ofDriver(
          "Can''t use query methods that take a query string on a PreparedStatement.",
          PSQLState.WRONG_OBJECT_TYPE);
    }
  }

  private static SQLException closedStatement() {
    return Errors.ofDriver("This statement has been closed.", PSQLState.OBJECT_NOT_IN_STATE);
  }

  private @Nullable Object execute(Method method, @Nullable Object @Nullable [] args)
      throws SQLException {
    boolean ofBatch = method.getName().endsWith("Batch");
    int entries = recording.batchSize();
    if (ofBatch && entries == 0) {
      return method.getReturnType() == int[].class ? new int[0] : new long[0];
    }
    forgetResults();
    try {
      return ofBatch ? run(method, args, true) : runOrRepeat(method, args);
    } catch (SQLException e) {
      forgetValues();
      throw ofBatch ? StatementResults.ofBatch(e, entries) : e;
    } catch (RuntimeException e) {
      forgetValues();
      throw e;
    } finally {
      if (ofBatch) {
        recording.clearBatch();
      }
    }
  }

  /** In autocommit the driver repeats what fails for an old plan; within the gate's block we do. */
  private @Nullable Object runOrRepeat(Method method, @Nullable Object @Nullable [] args)
      throws SQLException {
    try {
      return run(method, args, false);
    } catch (SQLException e) {
      if (session.autoCommit() && recording.repeatable(false) && StatementResults.isOldPlan(e)) {
        return run(method, args, false);
      }
      throw e;
    }
  }

  private @Nullable Object run(Method method, @Nullable Object @Nullable [] args, boolean ofBatch)
      throws SQLException {
    return session.run(manner(ofBatch, args), lease -> executeOn(lease, method, args, ofBatch));
  }

  private @Nullable Object executeOn(
      Lease lease, Method method, @Nullable Object @Nullable [] args, boolean ofBatch)
      throws SQLException {
    results = new Results();
    Statement statement = bind(lease, ofBatch);
    long limit = TimeUnit.SECONDS.toNanos(statement.getQueryTimeout());
    long start = System.nanoTime();
    try {
      @Nullable Object value = new Call(method, args).on(lease).on(statement, lease.pg());
      if (StatementResults.wantsKeys(creator, args)) {
        generatedKeys = (ResultSet) guarded(lease, statement.getGeneratedKeys());
      }
      if (session.autoCommit() && lease.pg().getTransactionState() == TransactionState.OPEN) {
        StatementResults.requireNoBegin(statement);
      }
      return StatementResults.take(value, statement, results, rows -> taken(lease, rows));
    } catch (SQLException e) {
      lease.failed(e);
      throw e;
    } finally {
      // The driver cancels from its timer; its signal may arrive when the next statement runs.
      if (limit > 0 && System.nanoTime() - start >= limit) {
        lease.doom();
      }
    }
  }

  /** Asks by a statement of its own, so that the results of the last execution stay. */
  private @Nullable Object describe(Lease lease, Method method, @Nullable Object @Nullable [] args)
      throws SQLException {
    try (Statement statement = make(lease)) {
      if (recording.repeatable(false)) {
        recording.applyParameters(statement, lease.pg());
      }
      return guarded(lease, Call.invoke(method, statement, args));
    }
  }

  private Statement make(Lease lease) throws SQLException {
    return (Statement) Objects.requireNonNull(creator.on(lease).on(lease.pg(), lease.pg()));
  }

  private Statement bind(Lease lease, boolean withBatch) throws SQLException {
    unbind();
    Statement statement = make(lease);
    bound = new Bound(statement, lease);
    recording.applySettings(statement, lease.pg());
    if (session.autoCommit()) {
      // A cursor would end with the statement; all rows are read at once.
      statement.setFetchSize(0);
    }
    if (withBatch) {
      recording.applyBatch(statement, lease.pg(), lease::sql);
    } else {
      recording.applyParameters(statement, lease.pg());
    }
    return statement;
  }

  private Gateway.Manner manner(boolean ofBatch, @Nullable Object @Nullable [] args) {
    if (!recording.repeatable(ofBatch)) {
      return Gateway.Manner.ONCE;
    }
    @Nullable Object sql = args != null && args.length > 0 ? args[0] : sqlOfCreator();
    boolean single =
        !ofBatch
            && kind != CallableStatement.class
            && sql instanceof String text
            && RepeatableSql.is(text);
    return single ? Gateway.Manner.SINGLE : Gateway.Manner.REPEATABLE;
  }

  private @Nullable Object sqlOfCreator() {
    return creator.args() == null || kind == Statement.class ? null : creator.args()[0];
  }

  private @Nullable Object result(Method method, @Nullable Object @Nullable [] args)
      throws SQLException {
    return switch (method.getName()) {
      case "getResultSet" -> results.rows();
      case "getUpdateCount" -> Math.toIntExact(results.count());
      case "getLargeUpdateCount" -> results.count();
      case "getMoreResults" ->
          results.next(args == null ? Statement.CLOSE_CURRENT_RESULT : requireInt(args[0]));
      case "getGeneratedKeys" -> keys();
      default -> {
        @Nullable Bound last = bound;
        yield last == null ? null : Call.invoke(method, last.statement(), args);
      }
    };
  }

  private ResultSet keys() throws SQLException {
    @Nullable ResultSet keys = generatedKeys;
    if (keys == null) {
      Bound last = lastBound();
      keys = (ResultSet) guarded(last.lease(), last.statement().getGeneratedKeys());
    }
    return Objects.requireNonNull(keys);
  }

  private @Nullable Object setting(Method getter) throws SQLException {
    StatementSettings.requireImplemented(getter);
    @Nullable Object set = recording.setting(getter);
    if (set instanceof Number number) {
      // Each branch boxed for itself: a common type would make a long of both.
      return getter.getReturnType() == long.class
          ? (Object) number.longValue()
          : (Object) number.intValue();
    }
    return set != null ? set : StatementResults.initial(getter, creator, session);
  }

  /** Closes the statement when it was asked to close with its last result. */
  void resultClosed() throws SQLException {
    if (closeOnCompletion && !closed && results.allClosed()) {
      discard();
    }
  }

  /** Closes it; a second call has no effect. */
  void discard() {
    closed = true;
    unbind();
    session.forget(this);
  }

  private void forgetResults() {
    forgetValues();
    unbind();
  }

  private void forgetValues() {
    results = new Results();
    generatedKeys = null;
  }

  private void unbind() {
    @Nullable Bound last = bound;
    bound = null;
    if (last != null) {
      try {
        last.statement().close();
      } catch (SQLException e) {
        LOG.debug("a statement did not close cleanly: {}", e.getMessage());
      }
    }
  }

  /** Returns what was executed last; before that, one that answers as the driver does then. */
  private Bound lastBound() throws SQLException {
    @Nullable Bound last = bound;
    if (last == null) {
      session.run(Gateway.Manner.REPEATABLE, lease -> bind(lease, false));
      last = Objects.requireNonNull(bound);
    }
    return last;
  }

  private @Nullable Object guarded(Lease lease, @Nullable Object value) throws SQLException {
    return DriverObject.guard(session, lease, this, value);
  }

  private @Nullable ResultSet taken(Lease lease, ResultSet rows) throws SQLException {
    if (session.autoCommit()) {
      // They were read at once all the same: see bind.
      rows.setFetchSize(fetchSize());
    }
    return (ResultSet) guarded(lease, rows);
  }

  private int fetchSize() {
    @Nullable Object set = recording.setting("FetchSize");
    return set instanceof Integer size ? size : session.options().fetchSize();
  }

  private static int requireInt(@Nullable Object arg) {
    return arg instanceof Integer number ? number : Statement.CLOSE_CURRENT_RESULT;
  }
}
