package io.croft.attack;

import java.util.List;

/**
 * What a run on a live system would do.
 *
 * @param steps in their order
 * @param attacks the ids of the attacks that it would try
 */
public record LivePlan(List<Step> steps, List<String> attacks) {

  /** Copies the lists. */
  public LivePlan {
    steps = List.copyOf(steps);
    attacks = List.copyOf(attacks);
  }

  /**
   * One thing to do.
   *
   * @param server where
   * @param action {@code create}, {@code attack} or {@code remove}
   * @param what in words
   */
  public record Step(String server, String action, String what) {}
}
