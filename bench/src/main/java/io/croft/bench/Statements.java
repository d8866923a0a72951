package io.croft.bench;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** What a statement costs on a warm connection, by Croft and by its peers. */
final class Statements implements Part {

  private static final List<Workload> WORKLOADS = List.of(Workload.LOOKUP, Workload.LOOKUPS_5);

  private final Site site;
  private final Consumer<String> progress;

  Statements(Site site, Consumer<String> progress) {
    this.site = site;
    this.progress = progress;
  }

  @Override
  public String title() {
    return "statements on warm connections";
  }

  @Override
  public void measure(Findings findings) throws SQLException, IOException {
    Rounds rounds = new Rounds(site.scale());
    List<Way> ways = new ArrayList<>(DataWays.shared(site));
    ways.addAll(PeerWays.shared(site));
    ways.addAll(DataWays.homes(site));
    ways.addAll(PeerWays.homes(site));
    Map<Workload, Map<String, Series>> all = new TreeMap<>();
    for (Workload workload : WORKLOADS) {
      progress.accept("- " + workload.title());
      Map<String, Series> named = new TreeMap<>();
      List<Series> measured = rounds.measure(workload, ways);
      measured.forEach(one -> named.put(one.way().name(), one));
      all.put(workload, named);
      findings.add(table(workload, measured));
    }
    StatementGoals.judge(all, findings);
  }

  private static Table table(Workload workload, List<Series> measured) {
    List<List<Object>> rows = new ArrayList<>();
    Series base = measured.get(0);
    for (Series one : measured) {
      Figures figures = one.figures();
      rows.add(
          Table.row(
              figures.way(),
              figures.p50Micros(),
              figures.p99Micros(),
              Ratio.of(one.medians(), base.medians()),
              figures.cpuSeconds().isPresent() ? figures.cpuSeconds().getAsDouble() : "-",
              figures.roundTrips()));
    }
    return new Table(
        workload.title(),
        "Every way in turn within each round; the ratio is to the first line.",
        List.of("way", "p50 us", "p99 us", "ratio", "CPU s per million statements", "round trips"),
        rows);
  }
}
