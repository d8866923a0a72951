package io.croft.bench;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Measures every number that the design of live moves wants to be reached. */
final class MovesBench {

  private static final int COMMITS = 200;

  private final MoveSite site;
  private final MovesScale scale;
  private final String wanted;
  private final Consumer<String> progress;

  /**
   * @param wanted what the titles of the parts contain that are measured; empty for all
   * @param progress is told what is measured now
   */
  MovesBench(MoveSite site, MovesScale scale, String wanted, Consumer<String> progress) {
    this.site = site;
    this.scale = scale;
    this.wanted = wanted;
    this.progress = progress;
  }

  MovesReport run() throws SQLException, IOException, InterruptedException {
    long begun = System.nanoTime();
    Machine machine = Machine.of(site.server());
    progress.accept("calibrating");
    Calibration calibration = Calibration.of(site.server(), "postgres", COMMITS);
    Findings findings = new Findings();
    for (Part part : parts()) {
      if (part.title().contains(wanted)) {
        progress.accept(part.title());
        part.measure(findings);
      }
    }
    return new MovesReport(
        machine,
        scale,
        calibration,
        TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun),
        findings.outcomes(),
        findings.tables(),
        Machine.load());
  }

  private List<Part> parts() {
    List<Part> parts = new ArrayList<>(Pauses.all(site, scale));
    parts.add(new ReadThenWrite(site, scale));
    parts.add(new CopyRates(site, scale));
    parts.add(new ApplyRates(site, scale));
    parts.add(new MoveNeighbours(site, scale));
    parts.add(new BulkMoves(site, scale));
    return parts;
  }
}
