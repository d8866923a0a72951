package io.croft.move;

import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import io.croft.gate.MoverGate;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The fence around the old home: shuts it, and either opens it again or turns it to moved. Its
 * session speaks to the gate row alone and never opens a transaction.
 */
final class Fence implements AutoCloseable {

  private static final String LOCK_NOT_AVAILABLE = "55P03";

  private final Route route;
  private final MoveSettings settings;
  private final Connection gate;

  Fence(MoverAccess access, Route route, MoveSettings settings) {
    this.route = route;
    this.settings = settings;
    this.gate = MoverSession.open(access, route.from());
  }

  /**
   * Shuts the old home, at a moment when no transaction of the tenant is in the way.
   *
   * @throws CroftException {@code tenant-busy} when there was none for the whole patience; {@code
   *     operation-lost} when another attempt holds the home
   */
  void shut(long token) throws SQLException {
    long deadline = System.nanoTime() + settings.patience().toNanos();
    long pause = TimeUnit.MILLISECONDS.toNanos(20);
    while (!tried(token)) {
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

  private boolean tried(long token) throws SQLException {
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

  /**
   * The commit point; throws {@code lease-lost} when it came too late, and then nothing happened.
   */
  void switchOver(long token, byte[] passKey) throws SQLException {
    if (!MoverGate.switchOver(gate, route.from(), token, route.to(), passKey)) {
      throw new CroftException(
          ErrorCode.LEASE_LOST,
          "what is done for tenant %s while its home is shut took longer than the lease of %d ms"
              .formatted(route.tenant(), settings.lease().toMillis()),
          "the old home is open again and nothing is lost; resume the move at a quieter time");
    }
  }

  /** Opens the target, after ending what still ran at the source. */
  void openTarget(Connection target) throws SQLException {
    MoverGate.open(target, route.to(), MoverGate.handover(gate, route.from()));
  }

  /**
   * Opens the old home again after {@code cause}; returns false when this attempt did not hold it
   * any more, as when its lease had ended.
   */
  boolean undo(long token, Exception cause) {
    try {
      return MoverGate.unfence(gate, route.from(), token);
    } catch (SQLException e) {
      cause.addSuppressed(e);
      return true;
    }
  }

  /** Sets a mark into the stream of changes; returns its number. */
  long mark() throws SQLException {
    return MoverGate.setMark(gate, route.from());
  }

  @Override
  public void close() throws SQLException {
    gate.close();
  }
}
