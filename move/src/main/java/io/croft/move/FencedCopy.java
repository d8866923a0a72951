package io.croft.move;

import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;

/**
 * One try at a fenced copy, over three sessions of its own: one that reads the source, one that
 * hashes it, one that writes and hashes the target.
 *
 * <p>The rows are copied before the fence, and what has changed meanwhile just before it once more.
 * Under it every row of both homes is compared, and what has changed since is copied anew; so the
 * pause is that of reading, not of writing.
 */
final class FencedCopy implements AutoCloseable {

  private static final int SHOWN_DIFFERENCES = 3;

  private final Route route;
  private final long token;
  private final ProgressMeter meter;
  private final Connection source;
  private final Connection sourceHash;
  private final Connection target;
  private final String definitions;
  private final List<TableShape> tables;

  FencedCopy(MoverAccess access, Route route, long token, ProgressMeter meter) throws SQLException {
    this.meter = meter;
    this.route = route;
    this.token = token;
    List<Connection> sessions =
        MoverSession.openAll(access, route.from(), route.from(), route.to());
    this.source = sessions.get(0);
    this.sourceHash = sessions.get(1);
    this.target = sessions.get(2);
    try {
      TargetTransaction.prepare(target, route.to());
      this.definitions = TableShapes.definitions(source, route.from().schema());
      this.tables = TableShapes.read(source, route.from().schema());
    } catch (SQLException | RuntimeException e) {
      MoverSession.closeAfter(e, sessions);
      throw e;
    }
  }

  /**
   * Copies every row while the tenant goes on writing, and hashes both homes once, so that all
   * sessions are warm under the fence. What changes meanwhile is found there.
   */
  void copy() throws SQLException {
    TargetTransaction.beginNext(target, route.to(), token);
    try {
      TableCopy.copy(source, route.from(), target, route.to(), tables, meter);
      Failpoint.AFTER.reach(MoveStep.COPIED);
      HomeHash.of(target, route.to(), tables);
      target.commit();
    } finally {
      TargetTransaction.end(target);
    }
    HomeHash.of(sourceHash, route.from(), tables);
  }

  /**
   * Brings the copy to what the source holds now, in one snapshot of it, while the tenant goes on
   * writing: the less differs, the shorter is {@link #verify}.
   */
  void catchUp() throws SQLException {
    try {
      copyChanged();
    } catch (SQLException e) {
      requireDefinitions(e);
      throw e;
    }
  }

  /** What cannot be read may be what a migration has taken away. */
  private void requireDefinitions(SQLException cause) {
    try {
      TableShapes.requireDefinitions(source, route, definitions);
    } catch (SQLException e) {
      cause.addSuppressed(e);
    } catch (CroftException e) {
      e.addSuppressed(cause);
      throw e;
    }
  }

  private void copyChanged() throws SQLException {
    source.setAutoCommit(false);
    try (Statement snapshot = source.createStatement()) {
      // It does nothing while the target is written to.
      snapshot.execute(
          "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY;"
              + " SET LOCAL idle_in_transaction_session_timeout = '2min'");
      HomeHash now = HomeHash.of(source, route.from(), tables);
      TargetTransaction.beginNext(target, route.to(), token);
      try {
        Map<String, Set<Integer>> stale = now.differences(HomeHash.of(target, route.to(), tables));
        TableCopy.copyAgain(source, route.from(), target, route.to(), tables, stale, meter);
        target.commit();
      } finally {
        TargetTransaction.end(target);
      }
    } finally {
      source.rollback();
      source.setAutoCommit(true);
    }
  }

  /**
   * Compares every row of the shut source with the copy, copies anew the buckets that differ, and
   * compares again. Returns what the source holds; the target holds the same, committed and still
   * closed.
   *
   * @throws CroftException {@code schema-differs} when a migration has changed the tables
   */
  HomeHash verify(Executor executor) throws SQLException {
    CompletableFuture<HomeHash> atSource =
        CompletableFuture.supplyAsync(this::hashSource, executor);
    CompletableFuture<Void> unchanged =
        CompletableFuture.runAsync(this::requireDefinitions, executor);
    try {
      TargetTransaction.beginNext(target, route.to(), token);
      HomeHash copied = HomeHash.of(target, route.to(), tables);
      unchanged.join();
      HomeHash expected = atSource.join();
      Map<String, Set<Integer>> stale = expected.differences(copied);
      if (!stale.isEmpty()) {
        TableCopy.copyAgain(source, route.from(), target, route.to(), tables, stale, meter);
        requireEqual(expected, stale.keySet());
      }
      target.commit();
      return expected;
    } catch (CompletionException e) {
      throw e.getCause() instanceof CroftException own ? own : unreadable(e);
    } finally {
      TargetTransaction.end(target);
    }
  }

  /** The columns that are compared are those of before the copy. */
  private void requireDefinitions() {
    try {
      TableShapes.requireDefinitions(source, route, definitions);
    } catch (SQLException e) {
      throw new CompletionException(e);
    }
  }

  private HomeHash hashSource() {
    try {
      return HomeHash.of(sourceHash, route.from(), tables);
    } catch (SQLException e) {
      throw new CompletionException(e);
    }
  }

  /** Compares those tables of which something was copied anew; the others have been equal. */
  private void requireEqual(HomeHash expected, Set<String> touched) throws SQLException {
    List<TableShape> again = tables.stream().filter(t -> touched.contains(t.name())).toList();
    Set<String> differing =
        expected.of(touched).differences(HomeHash.of(target, route.to(), again)).keySet();
    if (differing.isEmpty()) {
      return;
    }
    TableShape table =
        again.stream().filter(t -> differing.contains(t.name())).findFirst().orElseThrow();
    source.setAutoCommit(false);
    List<String> rows =
        RowDifference.find(table, source, route.from(), target, route.to(), SHOWN_DIFFERENCES);
    throw new CroftException(
        ErrorCode.VERIFICATION_FAILED,
        "the copy of tenant %s differs in %s; in %s for example at keys %s"
            .formatted(route.tenant(), differing, table.name(), rows),
        "the old home is open again and untouched; compare the table in both homes");
  }

  private CroftException unreadable(CompletionException e) {
    return new CroftException(
        ErrorCode.DATABASE_ERROR,
        "the rows of tenant " + route.tenant() + " cannot be read: " + e.getCause(),
        "the old home is open again; resume the move when the cause is gone",
        e);
  }

  /** Returns the session on the target, in autocommit. */
  Connection target() {
    return target;
  }

  @Override
  public void close() {
    MoverSession.closeAll(List.of(source, sourceHash, target));
  }
}
