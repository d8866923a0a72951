package io.croft.cli;

import io.croft.move.BulkItem;
import io.croft.move.BulkItem.Outcome;
import io.croft.move.BulkReport;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a bulk move has done, as the command line shows it.
 *
 * @param outcomes how many tenants have which outcome
 * @param seconds how long it took
 * @param movesPerMinute how many tenants this process has moved in a minute, null for none
 * @param longestPauseMillis the longest time for which a home was shut, null when none was moved
 */
record BulkView(
    Map<String, Long> outcomes,
    double seconds,
    @Nullable Double movesPerMinute,
    @Nullable Long longestPauseMillis,
    List<Row> tenants) {

  /**
   * One tenant.
   *
   * @param outcome what became of it, as {@link Outcome} says
   * @param reason why it was not moved; empty when it was, or would be
   * @param pauseMillis how long its home was shut, null when this process has not moved it
   */
  record Row(
      String tenant,
      String from,
      String to,
      String outcome,
      String reason,
      @Nullable Long pauseMillis) {

    static Row of(BulkItem item) {
      return new Row(
          item.tenant().slug().value(),
          item.from().summary(),
          item.to(),
          item.outcome().word(),
          item.reason(),
          item.pause().map(Duration::toMillis).orElse(null));
    }

    String text() {
      return tenant
          + ": "
          + outcome
          + (pauseMillis == null ? "" : ", shut for " + pauseMillis + " ms")
          + (reason.isEmpty() ? "" : ": " + reason);
    }
  }

  static BulkView of(BulkReport report) {
    Map<Outcome, Long> counted =
        report.items().stream()
            .collect(
                Collectors.groupingBy(
                    BulkItem::outcome, () -> new EnumMap<>(Outcome.class), Collectors.counting()));
    Map<String, Long> outcomes = new LinkedHashMap<>();
    counted.forEach((outcome, number) -> outcomes.put(outcome.word(), number));
    return new BulkView(
        outcomes,
        report.took().toMillis() / 1_000.0,
        report.movesPerMinute().orElse(null),
        report.longestPause().map(Duration::toMillis).orElse(null),
        report.items().stream().map(Row::of).toList());
  }

  static Table table(List<Row> rows) {
    Table table = Table.of("tenant", "from", "to", "outcome", "reason");
    rows.forEach(
        row ->
            table.row(
                row.tenant(),
                row.from(),
                row.to(),
                row.outcome(),
                row.reason().isEmpty() ? "-" : row.reason()));
    return table;
  }

  /** Returns the numbers, and those tenants about which there is more to say. */
  String page() {
    List<Row> told = tenants.stream().filter(row -> !row.reason().isEmpty()).toList();
    return sentence() + "\n" + (told.isEmpty() ? "" : "\n" + table(told).render());
  }

  private String sentence() {
    String numbers =
        outcomes.isEmpty()
            ? "no tenant to move"
            : outcomes.entrySet().stream()
                .map(entry -> entry.getValue() + " " + entry.getKey())
                .collect(Collectors.joining(", "));
    String rate =
        movesPerMinute == null
            ? ""
            : String.format(Locale.ROOT, ", %.0f moves per minute", movesPerMinute);
    String pause =
        longestPauseMillis == null ? "" : ", longest pause " + longestPauseMillis + " ms";
    return numbers + String.format(Locale.ROOT, " in %.1f s", seconds) + rate + pause;
  }
}
