package io.croft.move;

import java.time.Duration;
import java.time.Instant;

/**
 * What an attempt has done when the new home is open.
 *
 * @param rows how many rows were compared and found equal
 * @param bytes their size as text
 * @param fencedAt when the old home was shut the last time
 * @param fenced from there until the new home was open
 */
record Switched(long rows, long bytes, Instant fencedAt, Duration fenced) {

  /** Another process has switched. */
  static final Switched BEFORE = new Switched(0, 0, Instant.EPOCH, Duration.ZERO);
}
