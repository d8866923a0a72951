package io.croft.adopt;

import java.util.ArrayList;
import java.util.List;

/** A plan that is being made. */
final class Draft {

  private final List<Step> steps = new ArrayList<>();
  private final List<Refusal> refusals = new ArrayList<>();
  private final List<Suggestion> suggestions = new ArrayList<>();
  private final List<Remark> remarks = new ArrayList<>();

  void step(
      Step.Kind kind,
      String object,
      String change,
      String reason,
      List<String> removals,
      List<String> additions) {
    steps.add(new Step(kind, object, change, reason, removals, additions));
  }

  /** Adds a step that takes nothing away. */
  void step(Step.Kind kind, String object, String change, String reason, String addition) {
    step(kind, object, change, reason, List.of(), List.of(addition));
  }

  void refuse(String object, String problem, String remedy) {
    refuse(new Refusal(object, problem, remedy));
  }

  void refuse(Refusal refusal) {
    refusals.add(refusal);
  }

  void suggest(String table, String reason) {
    suggestions.add(new Suggestion(table, reason));
  }

  void remark(String object, String text) {
    remarks.add(new Remark(object, text));
  }

  /** Returns true when there is something to do or to mend. */
  boolean changes() {
    return !steps.isEmpty() || !refusals.isEmpty();
  }

  List<Step> steps() {
    return steps;
  }

  List<Refusal> refusals() {
    return refusals;
  }

  List<Suggestion> suggestions() {
    return suggestions;
  }

  List<Remark> remarks() {
    return remarks;
  }
}
