package io.croft.move;

import io.croft.core.Isolation;
import io.croft.core.Placement;
import java.time.Duration;
import java.util.List;

/**
 * What a move would do, found out without changing anything.
 *
 * @param from the present placement
 * @param isolation the isolation of the new home
 * @param server the server of the new home
 * @param mode how the rows would be copied
 * @param rows how many rows the tenant has
 * @param bytes their size as text
 * @param estimatedFence how long the home would be shut for copy and verification
 * @param longestFence how long it may be; above it the move is refused
 * @param steps what is done, in this order
 */
public record MovePreview(
    Placement from,
    Isolation isolation,
    String server,
    MoveMode mode,
    long rows,
    long bytes,
    Duration estimatedFence,
    Duration longestFence,
    List<MoveStep> steps) {

  /** Returns true when the move would not be refused for its size. */
  public boolean fits() {
    return estimatedFence.compareTo(longestFence) <= 0;
  }
}
