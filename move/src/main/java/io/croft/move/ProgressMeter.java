package io.croft.move;

import io.croft.move.MoveProgress.Part;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts what a move does. Those who do it add to it, another thread reads it from time to time;
 * each reading is a measure for the rate.
 */
final class ProgressMeter {

  private final LongAdder rows = new LongAdder();
  private final LongAdder bytes = new LongAdder();
  private final LongAdder compared = new LongAdder();
  private MoveStep step = MoveStep.REHEARSED;
  private Rate rate = new Rate();
  private long rowsInAll;
  private long bytesInAll;
  private Optional<Duration> lag = Optional.empty();

  /** By server. */
  private final Map<String, Long> kept = new HashMap<>();

  /** A step begins; whatever it counts is counted anew. */
  synchronized void begin(MoveStep begun) {
    step = begun;
    rate = new Rate();
    switch (begun) {
      case COPIED -> {
        rows.reset();
        bytes.reset();
        lag = Optional.empty();
      }
      case VERIFIED -> compared.reset();
      default -> {}
    }
    rate.see(counted(), System.nanoTime());
  }

  /** The tenant has about so much. */
  synchronized void expect(long expectedRows, long expectedBytes) {
    rowsInAll = expectedRows;
    bytesInAll = expectedBytes;
  }

  void copied(long moreRows, long moreBytes) {
    rows.add(moreRows);
    bytes.add(moreBytes);
  }

  void compared(long moreRows) {
    compared.add(moreRows);
  }

  /** A change takes so long to the new home, or has been on its way for so long. */
  synchronized void lags(Duration time) {
    lag = Optional.of(time);
  }

  /** A server keeps so many bytes of its log for the move. */
  synchronized void keeps(String server, long log) {
    kept.put(server, log);
  }

  synchronized MoveProgress read() {
    rate.see(counted(), System.nanoTime());
    boolean copied = step.compareTo(MoveStep.COPIED) > 0 && rows.sum() > 0;
    Part copiedRows = new Part(rows.sum(), copied ? 0 : rowsInAll);
    Part copiedBytes = new Part(bytes.sum(), copied ? 0 : bytesInAll);
    Part comparedRows = new Part(compared.sum(), rowsInAll);
    long open =
        switch (step) {
          case COPIED -> copiedRows.open();
          case VERIFIED -> comparedRows.open();
          default -> 0;
        };
    return new MoveProgress(
        step,
        copiedRows,
        copiedBytes,
        comparedRows,
        lag,
        open == 0 ? Optional.empty() : rate.until(open),
        kept.values().stream().max(Long::compare).filter(log -> log > 0));
  }

  /** Rows: their number is known better than their size in the stream of a copy. */
  private long counted() {
    return switch (step) {
      case COPIED -> rows.sum();
      case VERIFIED -> compared.sum();
      default -> 0;
    };
  }
}
