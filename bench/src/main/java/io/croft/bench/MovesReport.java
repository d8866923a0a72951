package io.croft.bench;

import java.util.List;

/**
 * All that a run of the benchmark of live moves has measured.
 *
 * @param machine where
 * @param scale how much
 * @param calibration what the machine gives
 * @param seconds how long the run took
 * @param goals every number to reach, with the verdict
 * @param tables the figures behind them
 * @param loadAfter load average of the last minute of the run
 */
record MovesReport(
    Machine machine,
    MovesScale scale,
    Calibration calibration,
    long seconds,
    List<Outcome> goals,
    List<Table> tables,
    double loadAfter) {

  /** Returns the report for people. */
  String text() {
    Markdown text = new Markdown();
    text.machine(machine, loadAfter, calibration);
    text.line(
        "Two servers on loopback and the catalog on a third, all of them and the clients on this"
            + " machine; %d s",
        seconds);
    text.goals(goals);
    tables.forEach(text::table);
    return text.toString();
  }
}
