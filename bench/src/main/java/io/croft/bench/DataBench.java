package io.croft.bench;

import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Measures every number that the design of the data plane wants to be reached. */
final class DataBench {

  private final Site site;
  private final DataScale scale;
  private final String wanted;
  private final Consumer<String> progress;

  /**
   * @param wanted what the titles of the parts contain that are measured; empty for all
   * @param progress is told what is measured now
   */
  DataBench(Site site, DataScale scale, String wanted, Consumer<String> progress) {
    this.site = site;
    this.scale = scale;
    this.wanted = wanted;
    this.progress = progress;
  }

  DataReport run() throws SQLException, IOException, InterruptedException {
    long begun = System.nanoTime();
    Machine machine = Machine.of(site.server());
    progress.accept("calibrating");
    Calibration calibration =
        Calibration.of(site.server(), Site.BASELINE, site.scale().rounds() * 20);
    Findings findings = new Findings();
    for (Part part : parts()) {
      if (part.title().contains(wanted)) {
        progress.accept(part.title());
        part.measure(findings);
        site.closeCompared();
      }
    }
    return new DataReport(
        machine,
        scale,
        calibration,
        TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun),
        findings.outcomes(),
        findings.tables(),
        Machine.load());
  }

  private List<Part> parts() {
    Homes homes = new Homes(site, scale, progress);
    return List.of(
        new Admissions(scale),
        new Statements(site, progress),
        new NoisyNeighbour(site, scale),
        new EqualTenants(site, scale),
        new Burst(site, scale, homes),
        new Misses(site, scale, homes),
        new HitRates(site, scale, homes),
        new Sleepers(site, scale, homes),
        new Growth(site, scale, homes));
  }
}
