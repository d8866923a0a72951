package io.croft.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Every part of the data plane's benchmark on a few tenants. How long anything takes is not looked
 * at; what is counted must be right.
 */
final class DataBenchIT {

  private static final DataScale FEW =
      new DataScale(
          new Scale(50, Scale.FEWEST_LINES, 1, Duration.ofMillis(1), Duration.ofMillis(1), 0, 2),
          6,
          12,
          40,
          List.of(4, 12),
          List.of(3, 12),
          60,
          Duration.ofMillis(300),
          Duration.ZERO);

  private static Site site;
  private static DataReport report;

  @BeforeAll
  static void measure() throws Exception {
    site = Site.open(FEW.rows(), false);
    report = new DataBench(site, FEW, "", phase -> {}).run();
  }

  @AfterAll
  static void close() {
    site.close();
  }

  private static Table table(String title) {
    return report.tables().stream().filter(t -> t.title().equals(title)).findFirst().orElseThrow();
  }

  /** Returns one column of a table by the first. */
  private static Map<String, Object> column(String title, String name) {
    Table table = table(title);
    int index = table.columns().indexOf(name);
    assertThat(index).as(name).isNotNegative();
    Map<String, Object> cells = new TreeMap<>();
    table.rows().forEach(row -> cells.put(row.get(0).toString(), row.get(index)));
    return cells;
  }

  @Test
  void judgesEveryNumberToReach() {
    assertThat(report.goals())
        .extracting(Outcome::goal)
        .containsExactly(
            "admission without contention",
            "schema home, read",
            "database home, read",
            "pool, another tenant every time",
            "pool, the same tenant",
            "pool, five statements",
            "ahead of peers, pool",
            "ahead of peers, pool",
            "ahead of peers, pool, Hibernate",
            "ahead of peers, schema homes",
            "ahead of peers, schema homes, Hibernate",
            "quiet tenant beside a noisy one, p99",
            "throughput of the noisy one",
            "50 equal tenants that want more: furthest from the mean",
            "burst of ten on a sleeping database home",
            "first query of a sleeping database home",
            "first query of a sleeping schema home",
            "40 sleeping databases: threads",
            "40 sleeping databases: heap",
            "12 tenants, pool, each of the tenants in turn",
            "12 tenants, one database home, beside the tenants that are known");
  }

  @Test
  void countsTheRoundTripsOfEveryPeer() {
    Map<String, Object> one = column("one lookup by key", "round trips");
    assertThat(one)
        .containsEntry(Ways.LIMIT, 1.0)
        .containsEntry(Ways.FILTER, 1.0)
        .containsEntry(Ways.SETTING, 3.0)
        .containsEntry(Ways.POOL, 1.0)
        .containsEntry(Ways.SCHEMA, 1.0)
        .containsEntry(Ways.DATABASE, 1.0)
        .containsEntry(PeerWays.SPRING_SETTING, 2.0)
        .containsEntry(PeerWays.SPRING_PATH, 2.0)
        .containsEntry(PeerWays.HIBERNATE, 1.0)
        .containsEntry(PeerWays.HIBERNATE_TENANT, 1.0)
        .containsEntry(PeerWays.HIBERNATE_POOL, 1.0)
        .containsEntry(PeerWays.HIBERNATE_SCHEMAS, 1.0)
        .hasSize(18);
    assertThat((double) one.get(PeerWays.HIBERNATE_SCHEMA)).isGreaterThan(1);
    // The other of its two pools may ask first whether its connection is still alive.
    assertThat((double) one.get(PeerWays.SHARDING)).isBetween(1.0, 1.1);
    assertThat(column("five lookups by key", "round trips"))
        .containsEntry(Ways.LIMIT, 6.0)
        .containsEntry(Ways.SETTING, 7.0)
        .containsEntry(Ways.POOL, 6.0)
        .containsEntry(PeerWays.HIBERNATE_POOL, 6.0);
  }

  @Test
  void aQuietTenantWaitsLessThanInAQueueOfThreads() {
    Map<String, Object> p50 = column("A quiet tenant beside a noisy one", "p50 ms");
    assertThat((double) p50.get(Side.CROFT)).isLessThan((double) p50.get(Side.HIKARI));
    assertThat(column("A quiet tenant beside a noisy one", "quiet requests").values())
        .containsOnly(12L);
  }

  @Test
  void aLargerBudgetNeedsNoMoreLogIns() {
    for (List<Object> row : table("Hit rates").rows()) {
      assertThat((long) row.get(4)).isLessThanOrEqualTo(60);
      assertThat((double) row.get(7)).isBetween(0.0, 100.0);
    }
    assertThat(table("Hit rates").rows()).extracting(row -> row.get(1)).containsExactly(4, 4, 6, 6);
  }

  @Test
  void sleepingTenantsHoldNoThread() {
    assertThat(report.goals())
        .filteredOn(one -> one.unit().equals("threads"))
        .singleElement()
        .satisfies(one -> assertThat(one.measured().median()).isZero())
        .satisfies(one -> assertThat(one.met()).isTrue());
  }

  @Test
  void writesTheReportForPeopleAndMachines() {
    assertThat(DataText.of(report))
        .contains("| goal | compared with |", "**Admission.**", "**Growth: pool")
        .contains("ShardingSphere", "first query of a sleeping schema home");
    assertThat(RunOptions.json(report)).contains("\"goals\" : ", "\"comparedWith\" : ");
  }

  @Test
  void measuresOnlyWhatIsWanted() throws Exception {
    DataReport some = new DataBench(site, FEW, "admission", phase -> {}).run();
    assertThat(some.goals()).hasSize(1);
    assertThat(some.tables()).singleElement().satisfies(one -> assertThat(one.rows()).hasSize(2));
  }
}
