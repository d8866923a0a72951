package io.croft.move;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What a bulk move has done.
 *
 * @param items one for each tenant that was looked at, in the order in which that ended
 * @param took from the first to the last
 */
public record BulkReport(List<BulkItem> items, Duration took) {

  private static final double NANOS_PER_MINUTE = 60e9;

  /** Copies the items. */
  public BulkReport {
    items = List.copyOf(items);
  }

  /** Returns how many tenants have that outcome. */
  public long count(BulkItem.Outcome outcome) {
    return items.stream().filter(item -> item.outcome() == outcome).count();
  }

  /** Returns how many tenants this process has moved in a minute; empty when it has moved none. */
  public Optional<Double> movesPerMinute() {
    long moved = count(BulkItem.Outcome.MOVED);
    return moved == 0 || took.isZero()
        ? Optional.empty()
        : Optional.of(moved * NANOS_PER_MINUTE / took.toNanos());
  }

  /** Returns the longest time for which a home was shut; empty when this process has moved none. */
  public Optional<Duration> longestPause() {
    return items.stream().flatMap(item -> item.pause().stream()).max(Comparator.naturalOrder());
  }
}
