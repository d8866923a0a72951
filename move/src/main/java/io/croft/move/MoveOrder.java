package io.croft.move;

import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import io.croft.core.Isolation;
import io.croft.core.TenantId;
import java.time.Duration;
import java.util.Optional;

/**
 * What somebody wants of a move.
 *
 * @param tenant who moves
 * @param isolation of the new home
 * @param server of the new home
 * @param mode how the rows get there, empty to choose by the tenant's size
 * @param hold whether the move waits before its fence until {@link Mover#cutover} is called
 * @param wayBack how long the old home follows the new one after the move, so that {@link
 *     Mover#cutover} of that second move brings the tenant back without copying; zero to remove the
 *     old home at once
 */
public record MoveOrder(
    TenantId tenant,
    Isolation isolation,
    String server,
    Optional<MoveMode> mode,
    boolean hold,
    Duration wayBack) {

  /** Refuses with {@code argument-invalid} what a fenced copy cannot do. */
  public MoveOrder {
    if (wayBack.isNegative()) {
      throw new CroftException(
          ErrorCode.ARGUMENT_INVALID,
          "a way back cannot be kept for " + wayBack,
          "give a duration, or none to remove the old home at once");
    }
    if (mode.equals(Optional.of(MoveMode.FENCED_COPY)) && (hold || !wayBack.isZero())) {
      throw new CroftException(
          ErrorCode.ARGUMENT_INVALID,
          "a fenced copy follows nothing: it can neither wait for a cutover nor keep a way back",
          "leave out the mode, or take streamed");
    }
  }

  /** Returns an order in which everything else is as usual. */
  public static MoveOrder of(TenantId tenant, Isolation isolation, String server) {
    return new MoveOrder(tenant, isolation, server, Optional.empty(), false, Duration.ZERO);
  }

  /** Returns the same in that mode. */
  public MoveOrder in(MoveMode wanted) {
    return new MoveOrder(tenant, isolation, server, Optional.of(wanted), hold, wayBack);
  }

  /** Returns the same, waiting before the fence; it is streamed. */
  public MoveOrder held() {
    return new MoveOrder(tenant, isolation, server, mode, true, wayBack);
  }

  /** Returns the same, with a way back; it is streamed. */
  public MoveOrder withWayBack(Duration lasts) {
    return new MoveOrder(tenant, isolation, server, mode, hold, lasts);
  }

  /** Returns the mode, where the order leaves no choice. */
  Optional<MoveMode> wanted() {
    return hold || !wayBack.isZero() ? Optional.of(MoveMode.STREAMED) : mode;
  }
}
