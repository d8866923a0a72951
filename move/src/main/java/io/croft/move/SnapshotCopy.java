package io.croft.move;

import static java.util.stream.Collectors.toMap;

import io.croft.core.DaemonThreads;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Copies a home's rows as they were in one exported snapshot, in ranges of keys and several at
 * once. Each range is a transaction of its own at the target, so that none lasts long there.
 */
final class SnapshotCopy implements AutoCloseable {

  private static final int ROWS_PER_RANGE = 20_000;
  private static final int WORKERS = 2;
  private static final Duration LONGEST_RANGE = Duration.ofMinutes(10);

  private final Route route;
  private final long token;
  private final List<TableShape> tables;
  private final Throttle throttle;
  private final MoveLog log;
  private final List<Connection> sessions = new ArrayList<>();
  private final List<Worker> workers = new ArrayList<>();
  private final Queue<Piece> pieces = new ConcurrentLinkedQueue<>();
  private final Map<TableShape, LongAdder> rows = new ConcurrentHashMap<>();
  private volatile boolean stopped;

  private record Piece(TableShape table, KeyRange range) {}

  private record Worker(Connection source, Connection target) {}

  /** Opens all sessions in the snapshot; whoever exported it is free when this returns. */
  SnapshotCopy(
      MoverAccess access,
      Route route,
      long token,
      String snapshot,
      List<TableShape> tables,
      Throttle throttle,
      MoveLog log)
      throws SQLException {
    this.route = route;
    this.token = token;
    this.tables = tables;
    this.throttle = throttle;
    this.log = log;
    try {
      for (int i = 0; i < WORKERS; i++) {
        Connection source = MoverSession.open(access, route.from());
        sessions.add(source);
        enter(source, snapshot);
        Connection target = MoverSession.open(access, route.to());
        sessions.add(target);
        workers.add(new Worker(source, target));
      }
    } catch (SQLException | RuntimeException e) {
      MoverSession.closeAfter(e, sessions);
      throw e;
    }
  }

  /** The snapshot holds back vacuum for the whole copy, and must not be lost in a pause. */
  private static void enter(Connection source, String snapshot) throws SQLException {
    source.setAutoCommit(false);
    try (Statement statement = source.createStatement()) {
      statement.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
      statement.execute("SET TRANSACTION SNAPSHOT '" + snapshot + "'");
      statement.execute("SET LOCAL idle_in_transaction_session_timeout = '1h'");
    }
    MoverSession.allow(source, LONGEST_RANGE);
  }

  /** Copies every row; blocks until all are committed at the target. Returns how many of each. */
  Map<TableShape, Long> copy() throws SQLException {
    for (TableShape table : tables) {
      rows.put(table, new LongAdder());
      pieces.addAll(pieces(table));
    }
    ExecutorService threads =
        Executors.newFixedThreadPool(WORKERS, new DaemonThreads("croft move copy"));
    try {
      List<Future<?>> running = new ArrayList<>();
      for (Worker worker : workers) {
        running.add(threads.submit((Callable<@Nullable Void>) () -> work(worker)));
      }
      for (Future<?> one : running) {
        MoveErrors.join(one);
      }
    } finally {
      stopped = true;
      threads.shutdownNow();
    }
    return tables.stream().collect(toMap(table -> table, this::copied));
  }

  private long copied(TableShape table) {
    return counted(table).sum();
  }

  private LongAdder counted(TableShape table) {
    return Objects.requireNonNull(rows.get(table));
  }

  private @Nullable Void work(Worker worker) throws SQLException {
    try {
      for (Piece piece = pieces.poll(); piece != null && !stopped; piece = pieces.poll()) {
        log.goOn();
        throttle.pause();
        copy(worker, piece);
      }
      return null;
    } catch (SQLException | RuntimeException e) {
      stopped = true;
      throw e;
    }
  }

  private void copy(Worker worker, Piece piece) throws SQLException {
    TargetTransaction.begin(worker.target(), route.to(), token);
    try {
      MoverSession.allow(worker.target(), LONGEST_RANGE);
      long copied =
          TableCopy.copy(
              worker.source(),
              route.from(),
              worker.target(),
              route.to(),
              piece.table(),
              piece.range(),
              log.meter());
      worker.target().commit();
      counted(piece.table()).add(copied);
    } finally {
      TargetTransaction.end(worker.target());
    }
  }

  private List<Piece> pieces(TableShape table) throws SQLException {
    List<Piece> found = new ArrayList<>();
    @Nullable List<String> after = null;
    try (Statement query = workers.get(0).source().createStatement();
        ResultSet row =
            query.executeQuery(
                table.bounds(route.from().schema(), route.tenant(), ROWS_PER_RANGE))) {
      while (row.next()) {
        List<String> key = new ArrayList<>();
        for (int i = 1; i <= table.key().size(); i++) {
          key.add(row.getString(i));
        }
        found.add(new Piece(table, new KeyRange(after, key)));
        after = key;
      }
    }
    found.add(new Piece(table, new KeyRange(after, null)));
    return found;
  }

  @Override
  public void close() {
    MoverSession.closeAll(sessions);
  }
}
