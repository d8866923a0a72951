package io.croft.cli;

import io.croft.catalog.Limit;
import io.croft.catalog.Limits;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One limit as the command line shows it; a number, a mode, or {@code none}.
 *
 * @param plan what the plan says, null for nothing
 * @param own what is said of the tenant itself, null for nothing
 * @param holds what is true of it in the end
 */
record LimitView(String limit, @Nullable Object plan, @Nullable Object own, Object holds) {

  /** Returns all limits of a tenant, or of a plan where {@code own} says nothing. */
  static List<LimitView> of(Limits plan, Limits own) {
    Map<String, Object> ofPlan = plan.words();
    Map<String, Object> ofTenant = own.words();
    Map<String, Object> both = own.over(plan).words();
    List<LimitView> views = new ArrayList<>();
    Stream.concat(Arrays.stream(Limit.values()).map(Limit::word), Stream.of("mode"))
        .forEach(
            word ->
                views.add(
                    new LimitView(
                        word,
                        shown(ofPlan.get(word)),
                        shown(ofTenant.get(word)),
                        holds(word, both.get(word)))));
    return views;
  }

  static Table table(List<LimitView> views) {
    Table table = Table.of("limit", "plan", "own", "holds");
    views.forEach(one -> table.row(one.limit, cell(one.plan), cell(one.own), one.holds));
    return table;
  }

  private static Object holds(String word, @Nullable Object said) {
    @Nullable Object shown = shown(said);
    if (shown != null) {
      return shown;
    }
    return switch (word) {
      case "mode" -> "enforced";
      case "weight" -> 1;
      default -> "none";
    };
  }

  private static @Nullable Object shown(@Nullable Object said) {
    return said instanceof Number number && number.longValue() == 0 ? "none" : said;
  }

  private static Object cell(@Nullable Object said) {
    return said == null ? "-" : said;
  }
}
