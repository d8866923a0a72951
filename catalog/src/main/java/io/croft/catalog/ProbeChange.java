package io.croft.catalog;

import org.jspecify.annotations.Nullable;

/**
 * A probe that has another outcome than before.
 *
 * @param result what it found now
 * @param before what it had found until then, null when it had never looked
 */
public record ProbeChange(ProbeResult result, @Nullable ProbeOutcome before) {

  /** Returns whether an alarm or a blind spot begins. */
  public boolean opens() {
    return result.outcome() != ProbeOutcome.HELD;
  }

  /** Returns whether an alarm or a blind spot ends. */
  public boolean resolves() {
    return result.outcome() == ProbeOutcome.HELD && before != null;
  }
}
