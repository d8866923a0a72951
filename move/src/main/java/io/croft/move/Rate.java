package io.croft.move;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** How fast something grows, by what was seen of it in the last half minute. For one thread. */
final class Rate {

  private static final long WINDOW = TimeUnit.SECONDS.toNanos(30);

  private final Deque<Sight> seen = new ArrayDeque<>();

  private record Sight(long amount, long nanos) {}

  /** Takes note of the amount at that time of {@link System#nanoTime}. */
  void see(long amount, long nanos) {
    seen.addLast(new Sight(amount, nanos));
    while (nanos - seen.getFirst().nanos() > WINDOW) {
      seen.removeFirst();
    }
  }

  /** Returns how long it takes to grow by {@code more}; empty while nothing was seen to grow. */
  Optional<Duration> until(long more) {
    Sight first = seen.peekFirst();
    Sight last = seen.peekLast();
    if (first == null || last == null || last.amount() <= first.amount()) {
      return Optional.empty();
    }
    double nanosEach = (double) (last.nanos() - first.nanos()) / (last.amount() - first.amount());
    return Optional.of(Duration.ofMillis((long) (nanosEach * more / 1_000_000)));
  }
}
