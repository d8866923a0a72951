package io.croft.move;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What an attempt has done when the new home is open.
 *
 * @param rows how many rows were compared and found equal
 * @param bytes their size as text
 * @param fencedAt when the old home was shut the last time
 * @param fenced from there until the new home was open
 * @param parts what was done meanwhile, and in tries that were given up
 * @param frozen what can be compared of that moment, empty for nothing; closed with this
 */
record Switched(
    long rows,
    long bytes,
    Instant fencedAt,
    Duration fenced,
    List<FencePart> parts,
    Optional<FrozenComparison> frozen)
    implements AutoCloseable {

  Switched(long rows, long bytes, Instant fencedAt, Duration fenced, List<FencePart> parts) {
    this(rows, bytes, fencedAt, fenced, parts, Optional.empty());
  }

  /** Returns what is known when another process has switched. */
  static Switched before() {
    return new Switched(0, 0, Instant.EPOCH, Duration.ZERO, List.of());
  }

  /** Returns whether another process has switched. */
  boolean isBefore() {
    return fencedAt.equals(Instant.EPOCH);
  }

  Switched with(FrozenComparison comparison) {
    return new Switched(rows, bytes, fencedAt, fenced, parts, Optional.of(comparison));
  }

  @Override
  public void close() throws SQLException {
    if (frozen.isPresent()) {
      frozen.get().close();
    }
  }
}
