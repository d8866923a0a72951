package io.croft.jdbc;

import io.croft.core.Placement;
import java.sql.SQLException;
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
  private final ReentrantLock lock = new ReentrantLock();
  private final Set<StatementHandle> statements =
      Collections.newSetFromMap(new IdentityHashMap<>());
  private final Set<Savepoint> savepoints = Collections.newSetFromMap(new IdentityHashMap<>());
  private Shape shape = Shape.DEFAULT;
  private boolean autoCommit = true;
  private @Nullable Lease transaction;
  private volatile @Nullable Lease latest;
  private volatile boolean closed;

  Session(Gateway gateway, Caller caller) {
    this.gateway = gateway;
    this.caller = caller;
  }

  /** Returns what {@code step} returns, run alone; 08003 when the handle is closed. */
  <T> T alone(Step<T> step) throws SQLException {
    lock.lock();
    try {
      requireOpen();
      return step.run();
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

  void setShape(Shape wanted) {
    shape = wanted;
  }

  /** Changes what only holds from a transaction's beginning on; 25001 inside one. */
  void setTransactionShape(Shape wanted) throws SQLException {
    if (transaction != null && !wanted.equals(shape)) {
      throw new SQLException(
          "read-only and isolation cannot change inside a transaction", Errors.ACTIVE_TRANSACTION);
    }
    shape = wanted;
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
   * autocommit.
   *
   * @param manner how often {@code work} may be made
   */
  @Nullable Object run(Gateway.Manner manner, Gateway.Work work) throws SQLException {
    Gateway.Work noted =
        lease -> {
          latest = lease;
          return work.on(lease);
        };
    if (autoCommit) {
      return gateway.autocommit(caller, shape, manner, noted);
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

  void commit() throws SQLException {
    requireManual();
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
    requireManual();
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
    requireManual();
    Gateway.Work set =
        lease -> name == null ? lease.pg().setSavepoint() : lease.pg().setSavepoint(name);
    Savepoint savepoint = (Savepoint) Objects.requireNonNull(run(Gateway.Manner.ONCE, set));
    savepoints.add(savepoint);
    return savepoint;
  }

  /** Returns the transaction that {@code savepoint} belongs to; 3B001 when it has ended. */
  Lease transactionOf(Savepoint savepoint) throws SQLException {
    @Nullable Lease lease = transaction;
    if (lease == null || !savepoints.contains(savepoint)) {
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

  private void requireOpen() throws SQLException {
    if (closed) {
      throw Errors.closed("the connection of tenant " + caller);
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

  private void requireManual() throws SQLException {
    if (autoCommit) {
      throw new SQLException(
          "in autocommit there is no transaction to end (use setAutoCommit(false))",
          Errors.NO_TRANSACTION);
    }
  }
}
