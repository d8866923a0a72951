package io.croft.jdbc;

import io.croft.core.Placement;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.TransactionState;
import org.postgresql.jdbc.PgConnection;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;

/**
 * The state behind one handle: its caller, what was asked of it, and the lease of the transaction
 * that runs, if one does. All calls of one handle, its statements and their results run one at a
 * time under its lock, so that nothing can use a connection while it is given back; only cancel and
 * abort come from outside.
 */
final class Session {

  /** Work under the lock of an open session. */
  interface Step<T> {
    T run() throws SQLException;
  }

  /** Work under the lock of an open session whose result may be null. */
  interface Question {
    @Nullable Object ask() throws SQLException;
  }

  /** Work without a result. */
  interface Action {
    void run() throws SQLException;
  }

  private final Gateway gateway;
  private final Caller caller;
  private final Options options;
  private final ReentrantLock lock = new ReentrantLock();
  private final Set<StatementHandle> statements =
      Collections.newSetFromMap(new IdentityHashMap<>());
  private final Set<Savepoint> savepoints = Collections.newSetFromMap(new IdentityHashMap<>());
  private Shape shape = Shape.DEFAULT;
  private boolean autoCommit = true;
  private @Nullable SQLWarning warnings;
  private @Nullable Lease transaction;
  private volatile @Nullable Lease latest;
  private volatile boolean closed;

  Session(Gateway gateway, Caller caller, Options options) {
    this.gateway = gateway;
    this.caller = caller;
    this.options = options;
  }

  /** Returns what {@code step} returns, run alone; 08003 when the handle is closed. */
  <T> T alone(Step<T> step) throws SQLException {
    lock.lock();
    try {
      requireOpen();
      return step.run();
    } catch (SQLException e) {
      throw noted(e);
    } finally {
      lock.unlock();
    }
  }

  /** Returns what {@code question} answers, asked alone; 08003 when the handle is closed. */
  @Nullable Object answer(Question question) throws SQLException {
    lock.lock();
    try {
      requireOpen();
      return question.ask();
    } catch (SQLException e) {
      throw noted(e);
    } finally {
      lock.unlock();
    }
  }

  /** Runs {@code step} alone, also when the handle is closed: for closing what belongs to it. */
  void aloneAnyway(Action step) throws SQLException {
    lock.lock();
    try {
      step.run();
    } finally {
      lock.unlock();
    }
  }

  Caller caller() {
    return caller;
  }

  Options options() {
    return options;
  }

  boolean closed() {
    return closed;
  }

  boolean autoCommit() {
    return autoCommit;
  }

  Shape shape() {
    return shape;
  }

  Placement placement() throws SQLException {
    @Nullable Lease running = transaction;
    return running == null ? gateway.placement(caller.tenant()) : running.home();
  }

  @Nullable Lease transaction() {
    return transaction;
  }

  /** Adds a warning of the handle itself. */
  void warn(SQLWarning warning) {
    if (warnings == null) {
      warnings = warning;
    } else {
      warnings.setNextWarning(warning);
    }
  }

  /**
   * Returns the warnings of the handle, or those of the transaction's connection; null for none.
   */
  @Nullable SQLWarning warnings() throws SQLException {
    if (warnings == null && transaction != null) {
      return transaction.pg().getWarnings();
    }
    return warnings;
  }

  void clearWarnings() throws SQLException {
    warnings = null;
    if (transaction != null) {
      transaction.pg().clearWarnings();
    }
  }

  void setShape(Shape wanted) {
    shape = wanted;
  }

  /** Raises 25001 inside a transaction, with the driver's {@code message}. */
  void requireNoTransaction(String message) throws SQLException {
    if (transaction != null) {
      throw Errors.ofDriver(message, PSQLState.ACTIVE_SQL_TRANSACTION);
    }
  }

  void setNetworkTimeout(int millis) throws SQLException {
    if (transaction != null) {
      transaction.pg().setNetworkTimeout(Runnable::run, millis);
    }
    shape = shape.withNetworkTimeout(millis);
  }

  void setAutoCommit(boolean wanted) throws SQLException {
    if (wanted && transaction != null) {
      commit();
    }
    autoCommit = wanted;
  }

  /**
   * Returns what {@code work} returns: in the transaction, which is begun when none runs, or in
   * autocommit; only in the scope in which the handle was taken.
   *
   * @param manner how often {@code work} may be made
   */
  @Nullable Object run(Gateway.Manner manner, Gateway.Work work) throws SQLException {
    caller.requireScope();
    Gateway.Work noted =
        lease -> {
          latest = lease;
          return work.on(lease);
        };
    if (autoCommit) {
      return gateway.autocommit(
          caller,
          shape,
          manner,
          lease -> {
            try {
              return noted.on(lease);
            } catch (SQLException e) {
              keepEffect(lease, e);
              throw e;
            }
          });
    }
    @Nullable Lease running = transaction;
    try {
      return running == null
          ? gateway.begin(caller, shape, manner, this::begun, noted)
          : work.on(running);
    } finally {
      endIfIdle();
    }
  }

  private void begun(Lease lease) {
    transaction = lease;
  }

  /** COMMIT or ROLLBACK as SQL text: what follows is another transaction and passes the gate. */
  private void endIfIdle() throws SQLException {
    @Nullable Lease running = transaction;
    if (running != null
        && !running.pg().isClosed()
        && running.pg().getTransactionState() == TransactionState.IDLE) {
      end().release();
    }
  }

  /**
   * What the driver finds wrong after the server has done its work, such as rows where none were
   * expected, does not undo the work: without the gate's block it would have been committed.
   */
  private static void keepEffect(Lease lease, SQLException error) {
    PgConnection pg = lease.pg();
    try {
      if (lease.isLetIn()
          && !pg.isClosed()
          && !Errors.ACTIVE_TRANSACTION.equals(error.getSQLState())
          && pg.getTransactionState() == TransactionState.OPEN) {
        pg.commit();
      }
    } catch (SQLException e) {
      error.addSuppressed(e);
    }
  }

  void commit() throws SQLException {
    requireManual("Cannot commit when autoCommit is enabled.");
    if (transaction == null) {
      return;
    }
    Lease lease = end();
    try {
      Gateway.commit(lease);
    } finally {
      lease.release();
    }
  }

  void rollback() throws SQLException {
    requireManual("Cannot rollback when autoCommit is enabled.");
    if (transaction == null) {
      return;
    }
    Lease lease = end();
    try {
      lease.pg().rollback();
    } finally {
      lease.release();
    }
  }

  Savepoint savepoint(@Nullable String name) throws SQLException {
    requireManual("Cannot establish a savepoint in auto-commit mode.");
    Gateway.Work set =
        lease -> name == null ? lease.pg().setSavepoint() : lease.pg().setSavepoint(name);
    Savepoint savepoint = (Savepoint) Objects.requireNonNull(run(Gateway.Manner.ONCE, set));
    savepoints.add(savepoint);
    return savepoint;
  }

  /**
   * Returns the transaction that {@code savepoint} belongs to; 25P01 when none runs, 3B001 when
   * another does.
   *
   * @param command what is to be done with the savepoint, as SQL spells it
   */
  Lease transactionOf(Savepoint savepoint, String command) throws SQLException {
    @Nullable Lease lease = transaction;
    if (lease == null) {
      throw new PSQLException(
          "ERROR: " + command + " can only be used in transaction blocks",
          PSQLState.NO_ACTIVE_SQL_TRANSACTION);
    }
    if (!savepoints.contains(savepoint)) {
      throw new SQLException("the savepoint is of another transaction", "3B001");
    }
    return lease;
  }

  void enlist(StatementHandle statement) {
    statements.add(statement);
  }

  void forget(StatementHandle statement) {
    statements.remove(statement);
  }

  /** Closes the handle: statements, results, and what was not committed. */
  void close() {
    lock.lock();
    try {
      if (closed) {
        return;
      }
      closed = true;
      dispose();
    } finally {
      lock.unlock();
    }
  }

  /** Cuts the connection of whatever runs now, without waiting for it. */
  void abort(Executor executor) throws SQLException {
    closed = true;
    @Nullable Lease running = latest;
    if (running != null) {
      running.abort(executor);
    }
    executor.execute(this::disposeWhenFree);
  }

  private void disposeWhenFree() {
    lock.lock();
    try {
      dispose();
    } finally {
      lock.unlock();
    }
  }

  private void dispose() {
    List<StatementHandle> open = new ArrayList<>(statements);
    open.forEach(StatementHandle::discard);
    if (transaction != null) {
      end().release();
    }
  }

  /**
   * Counts what the application gets to see, once; the use of a closed handle is no error of its
   * tenant.
   */
  private SQLException noted(SQLException error) {
    if (lock.getHoldCount() == 1 && !closed) {
      gateway.failed(caller.tenant(), error);
    }
    return error;
  }

  private void requireOpen() throws SQLException {
    if (closed) {
      throw Errors.ofDriver(
          "This connection has been closed.", PSQLState.CONNECTION_DOES_NOT_EXIST);
    }
  }

  private Lease end() {
    @Nullable Lease running = transaction;
    if (running == null) {
      throw new IllegalStateException("no transaction runs");
    }
    transaction = null;
    savepoints.clear();
    return running;
  }

  private void requireManual(String otherwise) throws SQLException {
    if (autoCommit) {
      throw Errors.ofDriver(otherwise, PSQLState.NO_ACTIVE_SQL_TRANSACTION);
    }
  }
}
