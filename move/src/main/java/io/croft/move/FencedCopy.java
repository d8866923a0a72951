package io.croft.move;

import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import io.croft.gate.MoverGate;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * One try at a fenced copy, over four sessions of its own: one that speaks to the source's gate row
 * and never opens a transaction, one that reads the source, one that hashes it, one that writes and
 * hashes the target.
 *
 * <p>The rows are copied before the fence. Under it every row of both homes is compared, and what
 * has changed meanwhile is copied anew; so the pause is that of reading, not of writing.
 */
final class FencedCopy implements AutoCloseable {

  private static final String LOCK_NOT_AVAILABLE = "55P03";
  private static final int SHOWN_DIFFERENCES = 3;

  private final Route route;
  private final long token;
  private final MoveSettings settings;
  private final Connection gate;
  private final Connection source;
  private final Connection sourceHash;
  private final Connection target;
  private final List<TableShape> tables;

  FencedCopy(MoverAccess access, Route route, long token, MoveSettings settings)
      throws SQLException {
    this.route = route;
    this.token = token;
    this.settings = settings;
    this.gate = MoverSession.open(access, route.from());
    this.source = MoverSession.open(access, route.from());
    this.sourceHash = MoverSession.open(access, route.from());
    this.target = MoverSession.open(access, route.to());
    this.tables = TableShapes.read(source, route.from().schema());
    requireSameTables();
  }

  /**
   * Copies every row while the tenant goes on writing, and hashes both homes once, so that all
   * sessions are warm under the fence. What changes meanwhile is found there.
   */
  void copy() throws SQLException {
    beginTarget();
    try {
      TableCopy.copy(source, route.from(), target, route.to(), tables);
      Failpoint.AFTER.reach(MoveStep.COPIED);
      HomeHash.of(target, route.to(), tables);
      target.commit();
    } finally {
      endTarget();
    }
    HomeHash.of(sourceHash, route.from(), tables);
  }

  /** Shuts the source, at a moment when no transaction of the tenant is in the way. */
  void fence() throws SQLException {
    long deadline = System.nanoTime() + settings.patience().toNanos();
    long pause = TimeUnit.MILLISECONDS.toNanos(20);
    while (!tryFence()) {
      if (System.nanoTime() > deadline) {
        throw new CroftException(
            ErrorCode.TENANT_BUSY,
            "tenant %s had a transaction in the way for %d s"
                .formatted(route.tenant(), settings.patience().toSeconds()),
            "look for its long transaction in pg_stat_activity, then resume the move");
      }
      LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(pause, 2 * pause));
      pause = Math.min(2 * pause, TimeUnit.MILLISECONDS.toNanos(400));
    }
  }

  /**
   * Compares every row of the shut source with the copy, copies anew the buckets that differ, and
   * compares again. Returns what the source holds; the target holds the same, committed and still
   * closed.
   */
  HomeHash verify(Executor executor) throws SQLException {
    CompletableFuture<HomeHash> atSource =
        CompletableFuture.supplyAsync(this::hashSource, executor);
    try {
      beginTarget();
      HomeHash copied = HomeHash.of(target, route.to(), tables);
      HomeHash expected = atSource.join();
      Map<String, Set<Integer>> stale = expected.differences(copied);
      if (!stale.isEmpty()) {
        TableCopy.copyAgain(source, route.from(), target, route.to(), tables, stale);
        requireEqual(expected, stale.keySet());
      }
      target.commit();
      return expected;
    } catch (CompletionException e) {
      throw unreadable(e);
    } finally {
      endTarget();
    }
  }

  /**
   * The commit point; throws {@code lease-lost} when it came too late, and then nothing happened.
   */
  void switchOver(byte[] passKey) throws SQLException {
    if (!MoverGate.switchOver(gate, route.from(), token, route.to(), passKey)) {
      throw new CroftException(
          ErrorCode.LEASE_LOST,
          "comparing and copying tenant %s took longer than the lease of %d ms"
              .formatted(route.tenant(), settings.lease().toMillis()),
          "the old home is open again and nothing is lost; resume the move at a quieter time");
    }
  }

  /** Opens the target, after what still ran at the source. */
  void open() throws SQLException {
    MoverGate.open(target, route.to(), MoverGate.handover(gate, route.from()));
  }

  /** Opens the source again after a fence. */
  void unfence() throws SQLException {
    MoverGate.unfence(gate, route.from(), token);
  }

  private boolean tryFence() throws SQLException {
    try {
      if (MoverGate.fence(gate, route.from(), token, settings.lease())) {
        return true;
      }
      throw new CroftException(
          ErrorCode.OPERATION_LOST,
          "the home of tenant " + route.tenant() + " is held by another attempt",
          "see croft move status");
    } catch (SQLException e) {
      if (LOCK_NOT_AVAILABLE.equals(e.getSQLState())) {
        return false;
      }
      throw e;
    }
  }

  private HomeHash hashSource() {
    try {
      return HomeHash.of(sourceHash, route.from(), tables);
    } catch (SQLException e) {
      throw new CompletionException(e);
    }
  }

  private void beginTarget() throws SQLException {
    target.setAutoCommit(false);
    try (Statement statement = target.createStatement()) {
      statement.execute("SET LOCAL session_replication_role = replica");
    }
    MoverGate.claim(target, route.to(), token);
  }

  /** Rolls back what is not committed; the session is in autocommit again. */
  private void endTarget() throws SQLException {
    target.rollback();
    target.setAutoCommit(true);
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

  private void requireSameTables() throws SQLException {
    List<TableShape> others = TableShapes.read(target, route.to().schema());
    if (!others.equals(tables)) {
      throw new CroftException(
          ErrorCode.SCHEMA_DIFFERS,
          "the homes have different tables: %s has %s, %s has %s"
              .formatted(route.from().summary(), tables, route.to().summary(), others),
          "bring both servers to the same version of the application's migrations");
    }
  }

  @Override
  public void close() throws SQLException {
    try (gate;
        source;
        sourceHash;
        target) {
      // Each is closed, whatever the others say.
    }
  }
}
