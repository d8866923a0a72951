package io.croft.bench;

import io.croft.move.FencePart;
import io.croft.move.MoveMode;
import io.croft.move.MoveResult;
import io.croft.move.MoveStep;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A move that was made or has failed; times are of {@link System#nanoTime}.
 *
 * @param hop where to
 * @param mode in which it was wanted
 * @param result empty when it has failed
 * @param failure why; empty when it has not
 * @param epoch the epoch of {@link java.time.Instant}
 * @param begun when it was started
 * @param over when it had ended
 * @param ended when each step had ended
 */
record Moved(
    Hop hop,
    MoveMode mode,
    Optional<MoveResult> result,
    String failure,
    long epoch,
    long begun,
    long over,
    Map<MoveStep, Long> ended) {

  Moved {
    ended = Map.copyOf(ended);
  }

  long ended(MoveStep step) {
    return Objects.requireNonNull(ended.get(step), step.word());
  }

  /** Returns how long each step took with what came before it, in the order of their ends. */
  Map<MoveStep, Long> took() {
    Map<MoveStep, Long> took = new LinkedHashMap<>();
    long before = begun;
    for (Map.Entry<MoveStep, Long> one :
        ended.entrySet().stream().sorted(Map.Entry.comparingByValue()).toList()) {
      took.put(one.getKey(), one.getValue() - before);
      before = one.getValue();
    }
    return took;
  }

  /** Returns whether it has come so far that the home was to be shut. */
  boolean hasFenced() {
    return ended.containsKey(before(mode));
  }

  /**
   * Returns when the first attempt at shutting the home began; where one was given up, or the move
   * has failed, when the step before had ended, which is earlier by the time of the notice.
   */
  long fencing() {
    List<FencePart> parts = result.map(MoveResult::parts).orElse(List.of());
    if (parts.isEmpty() || parts.stream().anyMatch(part -> part.name().equals("given up"))) {
      return ended(before(mode));
    }
    return opened() - parts.stream().mapToLong(part -> part.took().toNanos()).sum();
  }

  /** Returns when the new home was open, or when the move had failed. */
  long opened() {
    return result.map(done -> time(done.fencedAt()) + done.fenced().toNanos()).orElse(over);
  }

  private long time(Instant instant) {
    return epoch + TimeUnit.SECONDS.toNanos(instant.getEpochSecond()) + instant.getNano();
  }

  /** Returns the step after which a home is shut. */
  static MoveStep before(MoveMode mode) {
    return mode == MoveMode.STREAMED ? MoveStep.VERIFIED : MoveStep.COPIED;
  }
}
