package io.croft.move;

import java.util.ArrayList;
import java.util.List;

/**
 * One guard taken out of the mover or the router.
 *
 * @param name what is missing
 * @param scenario in which that matters
 * @param breaks the beginning of what is wrong then
 * @param guard the guard
 * @param behind guards that stand behind it and would hide that it is missing; they are taken out
 *     first, and alone they change nothing
 */
record GuardMutation(
    String name,
    GuardScenario scenario,
    String breaks,
    List<SourceEdit> guard,
    List<SourceEdit> behind) {

  static GuardMutation of(String name, GuardScenario scenario, String breaks, SourceEdit... guard) {
    return new GuardMutation(name, scenario, breaks, List.of(guard), List.of());
  }

  /** Returns the same where other guards are missing as well. */
  GuardMutation withoutThoseBehind(SourceEdit... others) {
    return new GuardMutation(name, scenario, breaks, guard, List.of(others));
  }

  /** Returns all that is taken out. */
  List<SourceEdit> edits() {
    List<SourceEdit> all = new ArrayList<>(behind);
    all.addAll(guard);
    return all;
  }

  @Override
  public String toString() {
    return name;
  }
}
