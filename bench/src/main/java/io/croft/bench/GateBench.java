package io.croft.bench;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Measures what the gate costs: every workload by every way that can do it, and bulk loads. */
final class GateBench {

  private static final String CLIENTS = "1, closed loop, over loopback";

  private final Site site;
  private final Consumer<String> progress;

  /**
   * @param progress is told what is measured now
   */
  GateBench(Site site, Consumer<String> progress) {
    this.site = site;
    this.progress = progress;
  }

  Report run() throws SQLException, IOException {
    Machine machine = Machine.of(site.server());
    progress.accept("calibrating");
    Calibration calibration =
        Calibration.of(site.server(), Site.BASELINE, site.scale().rounds() * 20);
    List<Series> measured = measure();
    progress.accept("bulk loads");
    List<BulkFigures> bulk = new Bulk(site).measure();
    return new Report(
        machine,
        site.scale(),
        CLIENTS,
        BackendCpu.source(),
        calibration,
        measured.stream().map(Series::figures).toList(),
        Goals.judge(measured),
        bulk,
        Machine.load());
  }

  private List<Series> measure() throws SQLException, IOException {
    List<Way> ways = Ways.of(site);
    Rounds rounds = new Rounds(site.scale());
    List<Series> measured = new ArrayList<>();
    for (Workload workload : Workload.values()) {
      progress.accept(workload.title());
      site.awaitCommits(workload.durable());
      measured.addAll(rounds.measure(workload, ways));
      if (workload.inserts()) {
        site.tables().emptyEvents();
      }
    }
    site.awaitCommits(true);
    return measured;
  }
}
