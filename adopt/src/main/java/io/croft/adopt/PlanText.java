package io.croft.adopt;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** A plan as people read it: what is refused first, then the steps below their reasons. */
public final class PlanText {

  private static final String ITEM = "  ";
  private static final String MORE = "    ";

  private final StringBuilder text = new StringBuilder();

  private PlanText() {}

  /** Returns the text, which ends with a line feed. */
  public static String of(AdoptionPlan plan) {
    PlanText page = new PlanText();
    page.text.append(summary(plan)).append('\n');
    page.refusals(plan.refusals());
    for (Step.Kind kind : Step.Kind.values()) {
      page.steps(kind, plan.steps().stream().filter(step -> step.kind() == kind).toList());
    }
    page.suggestions(plan.suggestions());
    page.remarks(plan.remarks());
    return page.text.toString();
  }

  private static String summary(AdoptionPlan plan) {
    String tables =
        "schema %s: %d tables of tenants, %d shared"
            .formatted(plan.schema(), plan.tables().size(), plan.shared().size());
    return plan.ready()
        ? tables + "; it is ready, there is nothing to do"
        : "%s; %d steps, %d refusals"
            .formatted(tables, plan.steps().size(), plan.refusals().size());
  }

  private void heading(String title) {
    text.append('\n').append(title).append('\n');
  }

  private void refusals(List<Refusal> refusals) {
    if (!refusals.isEmpty()) {
      heading("REFUSED: nothing is written before this is mended");
      for (Refusal one : refusals) {
        text.append(Lines.of(ITEM, one.object()));
        text.append(Lines.of(MORE, "why: " + one.problem()));
        text.append(Lines.of(MORE, "do: " + one.remedy()));
      }
    }
  }

  private void steps(Step.Kind kind, List<Step> steps) {
    Map<String, List<Step>> byReason =
        steps.stream()
            .collect(Collectors.groupingBy(Step::reason, LinkedHashMap::new, Collectors.toList()));
    byReason.forEach(
        (reason, group) -> {
          heading(kind.title().toUpperCase(Locale.ROOT));
          text.append(Lines.of(ITEM, "why: " + reason));
          group.forEach(step -> text.append(Lines.of(MORE, step.object() + ": " + step.change())));
        });
  }

  private void suggestions(List<Suggestion> suggestions) {
    if (!suggestions.isEmpty()) {
      heading("MAY BE SHARED: ask whether all tenants see the same, and none writes it");
      for (Suggestion one : suggestions) {
        text.append(Lines.of(ITEM, "--shared " + one.table()));
        text.append(Lines.of(MORE, "why: " + one.reason()));
      }
    }
  }

  private void remarks(List<Remark> remarks) {
    if (!remarks.isEmpty()) {
      heading("TO KNOW");
      for (Remark one : remarks) {
        text.append(Lines.of(ITEM, one.object()));
        text.append(Lines.of(MORE, one.text()));
      }
    }
  }
}
