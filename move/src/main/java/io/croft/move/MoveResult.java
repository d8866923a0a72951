package io.croft.move;

import io.croft.core.Placement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A move that is done.
 *
 * @param operation its row in the catalog
 * @param from where the tenant lived
 * @param to where it lives
 * @param mode how the rows were copied
 * @param rows how many were copied and verified; 0 when another process had done it
 * @param bytes their size as text
 * @param fencedAt when the old home was shut the last time; the epoch of time when another process
 *     did
 * @param fenced from there until the new home was open
 * @param parts what was done while the home was being shut and until the new home was open, in its
 *     order; tries that were given up included; empty when another process did
 * @param total from the claim of the operation until its end
 * @param wayBack the operation by which the tenant can be brought back without a copy, empty when
 *     the old home was removed
 */
public record MoveResult(
    UUID operation,
    Placement from,
    Placement to,
    MoveMode mode,
    long rows,
    long bytes,
    Instant fencedAt,
    Duration fenced,
    List<FencePart> parts,
    Duration total,
    Optional<UUID> wayBack) {

  /** Copies the parts. */
  public MoveResult {
    parts = List.copyOf(parts);
  }
}
