package io.croft.catalog;

import java.time.Duration;
import java.time.Instant;

/**
 * A time in which a probe had the same outcome whenever it looked.
 *
 * @param latest what it found the last time
 * @param since when it first had this outcome
 * @param last when it last had it
 * @param firstRound the round of {@code since}
 * @param lastRound the round of {@code last}
 * @param times how often it looked
 * @param longestGap the longest time between two looks
 * @param current whether nothing newer is known
 */
public record ProbeStretch(
    ProbeResult latest,
    Instant since,
    Instant last,
    long firstRound,
    long lastRound,
    long times,
    Duration longestGap,
    boolean current) {

  /** Returns whether somebody has to look at it: now, and not held. */
  public boolean open() {
    return current && latest.outcome() != ProbeOutcome.HELD;
  }
}
