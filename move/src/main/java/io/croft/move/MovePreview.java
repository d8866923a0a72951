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
 * @param rows how many rows the tenant has; about, when it is large
 * @param bytes their size as text; about, likewise
 * @param estimatedFence how long a fenced copy would keep the home shut; at least, when it is large
 * @param longestFence how long it may; above it the move is streamed
 * @param problems why the move would be refused, each with what to do; empty when it would not
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
    List<String> problems) {

  /** Returns what is done, in this order. */
  public List<MoveStep> steps() {
    return mode.steps();
  }
}
