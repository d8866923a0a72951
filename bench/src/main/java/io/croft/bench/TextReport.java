package io.croft.bench;

import java.util.Locale;

/** A report for people, as tables of Markdown, ready for the documentation. */
final class TextReport {

  private final Report report;
  private final Markdown text = new Markdown();

  private TextReport(Report report) {
    this.report = report;
  }

  static String of(Report report) {
    TextReport text = new TextReport(report);
    text.head();
    text.goals();
    text.figures();
    text.bulk();
    return text.text.toString();
  }

  private void head() {
    text.machine(report.machine(), report.loadAfter(), report.calibration());
    text.scale(report.scale(), report.clients());
    text.line("CPU: %s", report.cpu());
  }

  private void goals() {
    text.line(
        "%n| goal | compared with | at most | latency (spread) | server CPU (spread) | met |");
    text.line("|---|---|---|---|---|---|");
    for (Verdict one : report.goals()) {
      text.line(
          "| %s | %s | %.2f | %s | %s | %s |",
          one.goal(),
          one.base(),
          one.most(),
          Markdown.ratio(one.latency()),
          one.cpu().map(Markdown::ratio).orElse("not measured"),
          one.met() ? "yes" : "**no**");
    }
  }

  private void figures() {
    String title = "";
    for (Figures one : report.figures()) {
      if (!one.title().equals(title)) {
        title = one.title();
        text.line("%n| %s | p50 us | p99 us | CPU s per million statements | round trips |", title);
        text.line("|---|---|---|---|---|");
      }
      text.line(
          "| %s | %.1f | %.1f | %s | %s |",
          one.way(),
          one.p50Micros(),
          one.p99Micros(),
          one.cpuSeconds().isPresent() ? number(one.cpuSeconds().getAsDouble()) : "not measured",
          roundTrips(one.roundTrips()));
    }
  }

  private void bulk() {
    text.line(
        "%n| bulk load of %,d rows | rows/s | of plain COPY (spread) |", report.scale().bulkRows());
    text.line("|---|---|---|");
    for (BulkFigures one : report.bulk()) {
      text.line("| %s | %,d | %s |", one.way(), one.rowsPerSecond(), Markdown.ratio(one.ofCopy()));
    }
  }

  private static String roundTrips(double number) {
    return number == Math.rint(number)
        ? String.format(Locale.ROOT, "%.0f", number)
        : String.format(Locale.ROOT, "%.2f", number);
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}
