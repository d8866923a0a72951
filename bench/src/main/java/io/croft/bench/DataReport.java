package io.croft.bench;

import java.util.List;

/**
 * All that a run of the data plane's benchmark has measured.
 *
 * @param machine where
 * @param scale how much
 * @param calibration what the machine gives
 * @param seconds how long the run took
 * @param goals every number to reach, with the verdict
 * @param tables the figures behind them
 * @param loadAfter load average of the last minute of the run
 */
record DataReport(
    Machine machine,
    DataScale scale,
    Calibration calibration,
    long seconds,
    List<Outcome> goals,
    List<Table> tables,
    double loadAfter) {}
