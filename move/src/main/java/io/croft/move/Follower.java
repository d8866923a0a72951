package io.croft.move;

import io.croft.core.CroftException;
import io.croft.core.DaemonThreads;
import io.croft.core.ErrorCode;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.postgresql.replication.LogSequenceNumber;

/**
 * Keeps the new home as the old one is: a thread that reads the stream of changes and applies them
 * in the order of their commits. While it lags, it applies several transactions in one. What the
 * gate publishes beside the rows tells where in the stream it is: marks, and the fence.
 */
final class Follower implements AutoCloseable {

  private static final String GATE_SCHEMA = "croft";
  private static final Duration IDLE = Duration.ofMillis(200);
  private static final long LONGEST_TRANSACTION = TimeUnit.MILLISECONDS.toNanos(100);
  private static final int REMEMBERED = 20_000;

  private final ChangeStream stream;
  private final Applier applier;
  private final int mostTouched;

  /** Whether the home that is followed has not been opened yet where the stream is read. */
  private boolean beforeOpening;

  private final Thread thread = new DaemonThreads("croft move follower").newThread(this::follow);

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition moved = lock.newCondition();
  private final Deque<Integer> transactions = new ArrayDeque<>();
  private @Nullable KeySet touched;
  private long mark;
  private long fence;
  private @Nullable Throwable failure;

  /** Of the thread that waits: for which mark, since when. */
  private long awaited;

  private long awaitedSince;

  /** What follows belongs to the thread: what the transaction that is being read says. */
  private long passingMark;

  private long passingFence;
  private boolean passingOpening;
  private boolean inside;

  /** The end of the last whole transaction that is not committed yet, null for none. */
  private @Nullable LogSequenceNumber committable;

  private long openSince;
  private volatile boolean closed;

  /**
   * Follows the stream from where it was opened.
   *
   * @param beforeOpening whether to leave out what comes before the opening of the home: it was
   *     written there by the move that opened it, from the very home that follows it now
   * @param mostTouched how many touched keys it collects; with more, it ends with {@code
   *     lease-lost}
   */
  Follower(ChangeStream stream, Applier applier, boolean beforeOpening, int mostTouched) {
    this.stream = stream;
    this.applier = applier;
    this.beforeOpening = beforeOpening;
    this.mostTouched = mostTouched;
  }

  void start() {
    thread.start();
  }

  /**
   * Waits until everything is applied that was committed before a mark; returns false when that
   * takes longer than {@code patience}. Raises what has ended the thread, if anything has, and
   * {@code server-unreachable} when the stream has fallen silent since the mark was waited for.
   */
  boolean reachesMark(long number, Duration patience) throws SQLException {
    if (number != awaited) {
      awaited = number;
      awaitedSince = System.nanoTime();
    }
    if (reaches(() -> mark >= number, patience)) {
      return true;
    }
    stream.requireHeard(awaitedSince);
    return false;
  }

  /** Waits likewise for everything that was committed before the home was shut. */
  boolean reachesFence(long token, Duration patience) throws SQLException {
    return reaches(() -> fence >= token, patience);
  }

  /** Returns how many keys were touched since {@link #collectAnew}. */
  int touchedRows() {
    @Nullable KeySet growing = collecting();
    return growing == null ? 0 : growing.size();
  }

  /** Begins to collect touched keys anew; returns those collected until now, at first none. */
  KeySet collectAnew() {
    lock.lock();
    try {
      @Nullable KeySet former = touched;
      touched = new KeySet(mostTouched);
      return former == null ? new KeySet() : former;
    } finally {
      lock.unlock();
    }
  }

  /** Returns the keys of the rows that were touched since {@link #collectAnew} until now. */
  KeySet touched() {
    KeySet now = new KeySet();
    @Nullable KeySet growing = collecting();
    if (growing != null) {
      now.addAll(growing);
    }
    return now;
  }

  /** Null while nobody compares: catching up may touch more keys than there is memory for. */
  private @Nullable KeySet collecting() {
    lock.lock();
    try {
      return touched;
    } finally {
      lock.unlock();
    }
  }

  /** Returns the numbers of the latest transactions that have come, of 32 bits without a sign. */
  List<Integer> transactions() {
    lock.lock();
    try {
      return List.copyOf(transactions);
    } finally {
      lock.unlock();
    }
  }

  /** Raises what has ended the thread, if anything has. */
  void check() throws SQLException {
    lock.lock();
    try {
      if (failure != null) {
        throw MoveErrors.raised(failure);
      }
    } finally {
      lock.unlock();
    }
  }

  private interface Reached {
    boolean yet();
  }

  private boolean reaches(Reached reached, Duration patience) throws SQLException {
    lock.lock();
    try {
      long left = patience.toNanos();
      while (!reached.yet()) {
        if (failure != null) {
          throw MoveErrors.raised(failure);
        }
        if (left <= 0) {
          return false;
        }
        left = moved.awaitNanos(left);
      }
      return true;
    } catch (InterruptedException e) {
      throw MoveErrors.interrupted(e);
    } finally {
      lock.unlock();
    }
  }

  private void follow() {
    try {
      while (!closed) {
        @Nullable LogSequenceNumber end = inside ? null : committable;
        @Nullable Change change = stream.next(end == null ? IDLE : Duration.ZERO);
        if (change != null) {
          take(change);
        } else if (end != null) {
          commit(end);
        } else if (!inside && !beforeOpening) {
          stream.confirmRead();
        }
      }
    } catch (SQLException | RuntimeException | Error e) {
      // Whoever waits for this thread must hear of anything that ends it.
      fail(e);
    }
  }

  private void take(Change change) throws SQLException {
    if (change instanceof Change.Begin begin) {
      begin(begin);
    } else if (change instanceof Change.Described described) {
      if (!ofGate(described.relation())) {
        applier.describe(described.relation());
      }
    } else if (change instanceof Change.Insert insert) {
      if (!readGate(insert.relation(), insert.row()) && !beforeOpening) {
        applier.insert(insert.relation(), insert.row(), collecting());
      }
    } else if (change instanceof Change.Update update) {
      if (!readGate(update.relation(), update.after()) && !beforeOpening) {
        applier.update(update.relation(), update.before(), update.after(), collecting());
      }
    } else if (change instanceof Change.Delete delete) {
      if (!ofGate(delete.relation()) && !beforeOpening) {
        applier.delete(delete.relation(), delete.before(), collecting());
      }
    } else if (change instanceof Change.Truncate truncate) {
      throw changedUnderneath("a table was emptied by TRUNCATE: " + truncate.relations());
    } else if (change instanceof Change.Commit commit) {
      passed(commit.end());
    }
  }

  private void begin(Change.Begin begin) {
    inside = true;
    if (committable == null) {
      openSince = System.nanoTime();
    }
    lock.lock();
    try {
      transactions.addLast(begin.transaction());
      if (transactions.size() > REMEMBERED) {
        transactions.removeFirst();
      }
    } finally {
      lock.unlock();
    }
  }

  /** A transaction of the old home is whole; somebody may be waiting for its end. */
  private void passed(LogSequenceNumber end) throws SQLException {
    inside = false;
    if (beforeOpening) {
      // Nothing is confirmed: a stream that is opened again must find the opening again.
      return;
    }
    committable = end;
    if (passingOpening) {
      passingOpening = false;
      commit(end);
      return;
    }
    if (!applier.open()) {
      // Of the gate alone: nothing is to be written, least of all when the home is being opened.
      reached(end);
      return;
    }
    boolean awaited = passingMark > 0 || passingFence > 0;
    if (awaited || System.nanoTime() - openSince > LONGEST_TRANSACTION) {
      commit(end);
    }
  }

  private void commit(LogSequenceNumber end) throws SQLException {
    applier.commit(end);
    reached(end);
  }

  /** Everything up to there is durable at the new home. */
  private void reached(LogSequenceNumber end) {
    committable = null;
    stream.confirm(end);
    lock.lock();
    try {
      mark = Math.max(mark, passingMark);
      fence = Math.max(fence, passingFence);
      moved.signalAll();
    } finally {
      lock.unlock();
    }
    passingMark = 0;
    passingFence = 0;
  }

  private static boolean ofGate(Relation relation) {
    return relation.schema().equals(GATE_SCHEMA);
  }

  /** Returns true when the row is one of the gate's, which tells where in the stream this is. */
  private boolean readGate(Relation relation, Row row) {
    if (!ofGate(relation)) {
      return false;
    }
    if (relation.table().equals("mark")) {
      passingMark = Long.parseLong(value(relation, row, "number"));
      // It was made before the rows were copied, and counts since.
      if (!value(relation, row, "definitions").equals("0")) {
        throw changedUnderneath("its tables were changed by a migration");
      }
    } else if (beforeOpening && value(relation, row, "state").equals("open")) {
      beforeOpening = false;
      passingOpening = true;
    } else if (value(relation, row, "state").equals("closed")) {
      passingFence = Long.parseLong(value(relation, row, "token"));
    }
    return true;
  }

  private static String value(Relation relation, Row row, String column) {
    for (int i = 0; i < row.size(); i++) {
      if (relation.columns().get(i).name().equals(column)) {
        return Objects.requireNonNull(row.text(i));
      }
    }
    throw new IllegalStateException("the gate does not publish " + column);
  }

  private static CroftException changedUnderneath(String what) {
    return new CroftException(
        ErrorCode.SCHEMA_DIFFERS,
        "while the tenant was being moved " + what,
        "the old home is untouched; resume the move, which copies anew");
  }

  private void fail(Throwable e) {
    lock.lock();
    try {
      failure = e;
      moved.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() throws SQLException {
    closed = true;
    try (applier;
        stream) {
      // The stream first: the thread may be reading.
    }
  }
}
