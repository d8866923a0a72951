package io.croft.move;

import io.croft.core.Placement;
import java.time.Duration;
import java.time.Instant;
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
 * @param total from the claim of the operation until its end
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
    Duration total) {}
