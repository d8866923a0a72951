package io.croft.bench;

import java.util.Locale;
import java.util.stream.Collectors;

/** A report for people, as tables of Markdown, ready for the documentation. */
final class TextReport {

  private final Report report;
  private final StringBuilder text = new StringBuilder();

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
    Machine machine = report.machine();
    Scale scale = report.scale();
    line(
        "PostgreSQL %s (%s); %s, %d processors; Java %s",
        machine.server(),
        machine.settings().entrySet().stream()
            .map(one -> one.getKey() + "=" + one.getValue())
            .collect(Collectors.joining(", ")),
        machine.system(),
        machine.processors(),
        machine.java());
    line(
        "%,d lines of %d tenants in the pool, %,d in each other home; %d rounds of %d ms; clients: %s",
        scale.allLines(),
        scale.tenants(),
        scale.lines(),
        scale.rounds(),
        scale.sample().toMillis(),
        report.clients());
    line("CPU: %s", report.cpu());
    line("Load average: %.1f before, %.1f at the end", machine.loadBefore(), report.loadAfter());
    Calibration calibration = report.calibration();
    line(
        "Calibration, median us: connect %.0f, SELECT 1 %.1f, commit of one row %.0f, fsync of 8 KB %.0f",
        calibration.connect(), calibration.select(), calibration.commit(), calibration.fsync());
  }

  private void goals() {
    line("%n| goal | compared with | at most | latency (spread) | server CPU (spread) | met |");
    line("|---|---|---|---|---|---|");
    for (Verdict one : report.goals()) {
      line(
          "| %s | %s | %.2f | %s | %s | %s |",
          one.goal(),
          one.base(),
          one.most(),
          ratio(one.latency()),
          one.cpu().map(TextReport::ratio).orElse("not measured"),
          one.met() ? "yes" : "**no**");
    }
  }

  private void figures() {
    String title = "";
    for (Figures one : report.figures()) {
      if (!one.title().equals(title)) {
        title = one.title();
        line("%n| %s | p50 us | p99 us | CPU s per million statements | round trips |", title);
        line("|---|---|---|---|---|");
      }
      line(
          "| %s | %.1f | %.1f | %s | %s |",
          one.way(),
          one.p50Micros(),
          one.p99Micros(),
          one.cpuSeconds().isPresent() ? number(one.cpuSeconds().getAsDouble()) : "not measured",
          roundTrips(one.roundTrips()));
    }
  }

  private void bulk() {
    line(
        "%n| bulk load of %,d rows | rows/s | of plain COPY (spread) |", report.scale().bulkRows());
    line("|---|---|---|");
    for (BulkFigures one : report.bulk()) {
      line("| %s | %,d | %s |", one.way(), one.rowsPerSecond(), ratio(one.ofCopy()));
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

  private static String ratio(Ratio ratio) {
    return String.format(
        Locale.ROOT, "%.2f (%.2f-%.2f)", ratio.median(), ratio.low(), ratio.high());
  }

  private void line(String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
