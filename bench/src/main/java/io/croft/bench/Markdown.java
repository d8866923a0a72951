package io.croft.bench;

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

  static String ratio(Ratio ratio) {
    return String.format(
        Locale.ROOT, "%.2f (%.2f-%.2f)", ratio.median(), ratio.low(), ratio.high());
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
