package io.croft.move;

import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import io.croft.gate.GateState;
import io.croft.gate.MoverGate;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * The fence around the old home: shuts it, and either opens it again or turns it to moved. Its
 * session speaks to the gate row alone and never opens a transaction.
 */
final class Fence implements AutoCloseable {

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
    if (!Moment.await(
        route,
        settings.patience(),
        "a transaction",
        () -> MoverGate.fence(gate, route.from(), token, settings.lease()))) {
      throw heldByAnother();
    }
  }

  private CroftException heldByAnother() {
    return new CroftException(
        ErrorCode.OPERATION_LOST,
        "the home of tenant " + route.tenant() + " is held by another attempt",
        "see croft move status");
  }

  /**
   * The commit point; throws {@code lease-lost} when it came too late and {@code schema-differs}
   * when the tables were changed meanwhile, and then nothing happened.
   */
  void switchOver(long token, byte[] passKey) throws SQLException {
    if (!isSwitched(token, passKey)) {
      throw new CroftException(
          ErrorCode.LEASE_LOST,
          "what is done for tenant %s while its home is shut took longer than the lease of %d ms"
              .formatted(route.tenant(), settings.lease().toMillis()),
          "the old home is open again and nothing is lost; resume the move at a quieter time");
    }
  }

  private boolean isSwitched(long token, byte[] passKey) throws SQLException {
    try {
      return MoverGate.switchOver(gate, route.from(), token, route.to(), passKey);
    } catch (SQLException e) {
      if (GateState.DEFINITIONS_CHANGED.equals(e.getSQLState())) {
        throw new CroftException(
            ErrorCode.SCHEMA_DIFFERS,
            "while tenant %s was being moved its tables were changed: %s"
                .formatted(route.tenant(), e.getMessage()),
            "the old home is open again and untouched; resume the move, which copies anew",
            e);
      }
      if (Moment.LOCK_NOT_AVAILABLE.equals(e.getSQLState())) {
        throw new CroftException(
            ErrorCode.TENANT_BUSY,
            "a transaction changes rights in the home of tenant " + route.tenant(),
            "the old home is open again and untouched; resume the move when that has ended",
            e);
      }
      throw e;
    }
  }

  /**
   * Lets both sessions load what {@link #switchOver} and {@link #openTarget} need, which would take
   * longer than they do.
   *
   * @param token that of the attempt, which holds the target
   */
  void rehearse(Connection target, long token) throws SQLException {
    MoverGate.rehearseOpen(target, route.to(), token, MoverGate.rehearseSwitch(gate, route.from()));
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

  /**
   * Begins to count the changes of the old home's tables, for which {@link #switchOver} refuses;
   * those that are under way must end first.
   *
   * @throws CroftException {@code tenant-busy} when one went on for the whole patience; {@code
   *     operation-lost} when another attempt holds the home
   */
  void countDefinitions(long token) throws SQLException {
    String migration = "a migration of its tables";
    if (!Moment.await(
        route,
        settings.patience(),
        migration,
        () -> MoverGate.countDefinitions(gate, route.from(), token))) {
      throw heldByAnother();
    }
    boolean unused =
        Moment.await(
            route,
            settings.patience(),
            migration,
            () -> {
              MoverGate.awaitDefinitions(gate, route.from());
              return true;
            });
  }

  @Override
  public void close() {
    MoverSession.closeAll(List.of(gate));
  }
}
