package io.croft.cli;

import io.croft.catalog.Operation;
import io.croft.move.MoveProgress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How far a running move is, as the command line shows it. Rows and bytes that are to come are
 * estimates.
 *
 * @param rows rows copied
 * @param bytes their size as text
 * @param compared rows compared
 * @param lagMillis how long a change of the tenant takes to reach the new home, null while the new
 *     home does not follow the old one
 * @param leftMillis how long the present step still takes at its rate, null while it has none
 * @param logBytes how much of a server's log is kept for the move, null while it has no slot
 */
record MoveProgressView(
    long rows,
    long ofRows,
    long bytes,
    long ofBytes,
    long compared,
    long ofCompared,
    @Nullable Long lagMillis,
    @Nullable Long leftMillis,
    @Nullable Long logBytes) {

  /** Less is nobody's concern. */
  private static final long MUCH_LOG = 100_000_000;

  /** Returns what the worker has said last; empty when the move has ended or none has begun. */
  static Optional<MoveProgressView> of(Operation move) {
    return move.state().ended()
        ? Optional.empty()
        : MoveProgress.of(move.progress()).map(now -> of(now, move.step()));
  }

  private static MoveProgressView of(MoveProgress now, @Nullable String step) {
    // The step may have changed since; the time left was that of the former one.
    Optional<Duration> left = now.step().word().equals(step) ? now.left() : Optional.empty();
    return new MoveProgressView(
        now.rows().done(),
        now.rows().of(),
        now.bytes().done(),
        now.bytes().of(),
        now.compared().done(),
        now.compared().of(),
        now.lag().map(Duration::toMillis).orElse(null),
        left.map(Duration::toMillis).orElse(null),
        now.log().orElse(null));
  }

  /** Returns it in words; the empty text while nothing is to be said. */
  String text() {
    List<String> parts = new ArrayList<>();
    if (compared > 0) {
      parts.add(String.format(Locale.ROOT, "%,d of %,d rows compared", compared, ofCompared));
    } else if (ofRows > 0) {
      parts.add(
          String.format(
              Locale.ROOT, "%,d of %,d rows, %s of %s", rows, ofRows, size(bytes), size(ofBytes)));
    }
    if (lagMillis != null) {
      parts.add(String.format(Locale.ROOT, "%,d ms behind", lagMillis));
    }
    if (leftMillis != null) {
      parts.add(time(Duration.ofMillis(leftMillis)) + " left");
    }
    if (logBytes != null && logBytes > MUCH_LOG) {
      parts.add(size(logBytes) + " of log kept");
    }
    return String.join(", ", parts);
  }

  private static String size(long bytes) {
    if (bytes < 10_000) {
      return bytes + " B";
    }
    return bytes < 10_000_000
        ? String.format(Locale.ROOT, "%,d kB", bytes / 1_000)
        : String.format(Locale.ROOT, "%,d MB", bytes / 1_000_000);
  }

  private static String time(Duration time) {
    return time.toHours() > 0
        ? "%d h %02d min".formatted(time.toHours(), time.toMinutesPart())
        : "%d:%02d".formatted(time.toMinutes(), time.toSecondsPart());
  }
}
