package io.croft.bench;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Text for people: lines, and tables of Markdown, ready for the documentation. */
final class Markdown {

  private final StringBuilder text = new StringBuilder();

  /** Adds a line. */
  void line(String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values)).append('\n');
  }

  /** Says where a run was made. */
  void machine(Machine machine, double loadAfter, Calibration calibration) {
    line(
        "PostgreSQL %s (%s); %s, %d processors; Java %s",
        machine.server(),
        machine.settings().entrySet().stream()
            .map(one -> one.getKey() + "=" + one.getValue())
            .collect(Collectors.joining(", ")),
        machine.system(),
        machine.processors(),
        machine.java());
    line("Load average: %.1f before, %.1f at the end", machine.loadBefore(), loadAfter);
    line(
        "Calibration, median us: connect %.0f, SELECT 1 %.1f, commit of one row %.0f, fsync of 8 KB %.0f",
        calibration.connect(), calibration.select(), calibration.commit(), calibration.fsync());
  }

  /** Says how much was measured by rounds. */
  void scale(Scale scale, String clients) {
    line(
        "%,d lines of %d tenants in the pool, %,d in each other home; %d rounds of %d ms; clients: %s",
        scale.allLines(),
        scale.tenants(),
        scale.lines(),
        scale.rounds(),
        scale.sample().toMillis(),
        clients);
  }

  /** Adds every goal with its verdict. */
  void goals(List<Outcome> goals) {
    line("%n| goal | compared with | goal | measured (spread) | met |");
    line("|---|---|---|---|---|");
    for (Outcome one : goals) {
      line(
          "| %s | %s | %s %s | %s | %s |",
          one.goal(),
          one.comparedWith(),
          one.bound() == Outcome.Bound.AT_MOST ? "≤" : "≥",
          (number(one.limit()) + " " + one.unit()).strip(),
          cell(one.measured()),
          one.met() ? "yes" : "**no**");
    }
  }

  /** Adds a table under its title. */
  void table(Table table) {
    line("%n**%s.** %s%n", table.title(), table.note());
    line("| %s |", String.join(" | ", table.columns()));
    line("|%s", String.join("", Collections.nCopies(table.columns().size(), "---|")));
    for (List<Object> row : table.rows()) {
      line("| %s |", row.stream().map(Markdown::cell).collect(Collectors.joining(" | ")));
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

  static String ratio(Ratio ratio) {
    return String.format(
        Locale.ROOT, "%.2f (%.2f-%.2f)", ratio.median(), ratio.low(), ratio.high());
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
