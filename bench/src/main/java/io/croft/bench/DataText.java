package io.croft.bench;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The report on the data plane for people. */
final class DataText {

  private DataText() {}

  static String of(DataReport report) {
    Markdown text = new Markdown();
    text.machine(report.machine(), report.loadAfter(), report.calibration());
    text.scale(report.scale().rows(), "one in a closed loop where nothing else is said");
    text.line(
        "%,d databases and %,d tenants of the pool beside them; everything on loopback; %d s",
        report.scale().databases(), report.scale().poolTenants(), report.seconds());
    goals(text, report.goals());
    report.tables().forEach(table -> table(text, table));
    return text.toString();
  }

  private static void goals(Markdown text, List<Outcome> goals) {
    text.line("%n| goal | compared with | goal | measured (spread) | met |");
    text.line("|---|---|---|---|---|");
    for (Outcome one : goals) {
      text.line(
          "| %s | %s | %s %s | %s | %s |",
          one.goal(),
          one.comparedWith(),
          one.bound() == Outcome.Bound.AT_MOST ? "≤" : "≥",
          (number(one.limit()) + " " + one.unit()).strip(),
          cell(one.measured()),
          one.met() ? "yes" : "**no**");
    }
  }

  private static void table(Markdown text, Table table) {
    text.line("%n**%s.** %s%n", table.title(), table.note());
    text.line("| %s |", String.join(" | ", table.columns()));
    text.line("|%s", String.join("", Collections.nCopies(table.columns().size(), "---|")));
    for (List<Object> row : table.rows()) {
      text.line("| %s |", row.stream().map(DataText::cell).collect(Collectors.joining(" | ")));
    }
  }

  private static String cell(Object value) {
    if (value instanceof Ratio ratio) {
      return ratio.low() == ratio.high()
          ? number(ratio.median())
          : "%s (%s-%s)"
              .formatted(number(ratio.median()), number(ratio.low()), number(ratio.high()));
    }
    if (value instanceof Double number) {
      return number(number);
    }
    return value instanceof Number whole
        ? String.format(Locale.ROOT, "%,d", whole.longValue())
        : value.toString();
  }

  /** Writes a number with as many digits as tell something. */
  private static String number(double value) {
    double size = Math.abs(value);
    if (value == Math.rint(value)) {
      return String.format(Locale.ROOT, "%,.0f", value);
    }
    String format = size < 0.1 ? "%.4f" : size < 10 ? "%.2f" : size < 1_000 ? "%.1f" : "%,.0f";
    return String.format(Locale.ROOT, format, value);
  }
}
