package io.croft.bench;

import java.util.List;

/**
 * All that a run has measured.
 *
 * @param machine where
 * @param scale how much
 * @param clients always one, in a closed loop, over loopback
 * @param cpu how CPU was measured
 * @param calibration what the machine gives
 * @param figures of every way under every workload
 * @param goals the verdicts
 * @param bulk loads
 * @param loadAfter load average of the last minute of the run
 */
record Report(
    Machine machine,
    Scale scale,
    String clients,
    String cpu,
    Calibration calibration,
    List<Figures> figures,
    List<Verdict> goals,
    List<BulkFigures> bulk,
    double loadAfter) {}
