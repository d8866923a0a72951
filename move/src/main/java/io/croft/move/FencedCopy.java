package io.croft.move;

import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import io.croft.core.Placement;
import io.croft.core.TenantId;
import io.croft.gate.MoverGate;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * One try at a fenced copy, over four sessions of its own: one that speaks to the source's gate row
 * and never opens a transaction, one that reads the source, one that hashes it meanwhile, one that
 * writes and hashes the target in a single transaction.
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
   * Touches every table of both homes without a row, so that all sessions are warm under the fence.
   */
  void warm() throws SQLException {
    beginTarget();
    TableCopy.copy(source, nobody(), target, route.to(), tables);
    HomeHash.of(target, route.to(), tables);
    HomeHash.of(sourceHash, route.from(), tables);
    endTarget();
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
   * Copies and compares; returns what was copied, which is committed at the target and still
   * closed.
   */
  HomeHash copyAndVerify(Executor executor) throws SQLException {
    CompletableFuture<HomeHash> expected =
        CompletableFuture.supplyAsync(() -> hashSource(), executor);
    try {
      beginTarget();
      TableCopy.copy(source, route.from(), target, route.to(), tables);
      Failpoint.AFTER.reach(MoveStep.COPIED);
      HomeHash copied = HomeHash.of(target, route.to(), tables);
      verify(expected.join(), copied);
      target.commit();
      return copied;
    } catch (CompletionException e) {
      throw e.getCause() instanceof CroftException own
          ? own
          : new CroftException(
              ErrorCode.DATABASE_ERROR,
              "the rows of tenant " + route.tenant() + " cannot be read: " + e.getCause(),
              "the old home is open again; resume the move when the cause is gone",
              e);
    } finally {
      endTarget();
    }
  }

  /**
   * The commit point; throws {@code lease-lost} when it came too late, and then nothing happened.
   */
  void switchOver(byte[] passKey) throws SQLException {
    if (!MoverGate.switchOver(gate, route.from(), token, route.to(), passKey)) {
      throw leaseLost();
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

  CroftException leaseLost() {
    return new CroftException(
        ErrorCode.LEASE_LOST,
        "copy and verification of tenant %s took longer than the lease of %d ms"
            .formatted(route.tenant(), settings.lease().toMillis()),
        "the old home is open again and nothing is lost; resume the move at a quieter time");
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

  private void verify(HomeHash expected, HomeHash copied) throws SQLException {
    List<String> differing = expected.differing(copied);
    if (differing.isEmpty()) {
      return;
    }
    TableShape table =
        tables.stream().filter(t -> t.name().equals(differing.get(0))).findFirst().orElseThrow();
    source.setAutoCommit(false);
    List<String> rows =
        RowDifference.find(table, source, route.from(), target, route.to(), SHOWN_DIFFERENCES);
    throw new CroftException(
        ErrorCode.VERIFICATION_FAILED,
        "the copy of tenant %s differs in %s; in %s for example at keys %s"
            .formatted(route.tenant(), differing, table.name(), rows),
        "the old home is open again and untouched; compare the table in both homes");
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

  /** A tenant without rows at the source, with which a copy can be rehearsed. */
  private Placement nobody() {
    Placement from = route.from();
    return new Placement(
        new TenantId(new UUID(0, 0)),
        from.isolation(),
        from.server(),
        from.database(),
        from.schema(),
        from.login(),
        from.epoch());
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
