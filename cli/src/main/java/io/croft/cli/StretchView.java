package io.croft.cli;

import io.croft.catalog.ProbeStretch;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * A time in which a probe had one outcome, as the command line shows it.
 *
 * @param since when it first had it
 * @param last when it last had it
 * @param times how often it looked
 * @param longestGapSeconds the longest time between two looks
 * @param current whether nothing newer is known
 */
record StretchView(
    ProbeView probe,
    Instant since,
    Instant last,
    long times,
    long longestGapSeconds,
    boolean current) {

  static StretchView of(ProbeStretch stretch) {
    return new StretchView(
        ProbeView.of(stretch.latest()),
        stretch.since(),
        stretch.last(),
        stretch.times(),
        stretch.longestGap().toSeconds(),
        stretch.current());
  }

  /** Returns the stretches as a table, one row each. */
  static Table table(List<StretchView> stretches) {
    Table table =
        Table.of(
            "outcome",
            "probe",
            "isolation",
            "server",
            "tenant",
            "since",
            "last",
            "times",
            "gap",
            "evidence");
    for (StretchView stretch : stretches) {
      table.row(
          stretch.probe.outcome() + (stretch.current ? "" : " (over)"),
          stretch.probe.probe(),
          stretch.probe.isolation(),
          stretch.probe.server(),
          stretch.probe.whose(),
          stretch.since.truncatedTo(ChronoUnit.SECONDS),
          stretch.last.truncatedTo(ChronoUnit.SECONDS),
          stretch.times,
          stretch.longestGapSeconds + " s",
          stretch.probe.evidence());
    }
    return table;
  }
}
