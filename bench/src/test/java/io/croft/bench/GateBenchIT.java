package io.croft.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Every way does every workload that it can, on a few rows; how long it takes is not looked at. */
final class GateBenchIT {

  private static final Scale FEW =
      new Scale(3, Scale.FEWEST_LINES, 3, Duration.ofMillis(1), Duration.ofMillis(1), 2_500, 1);

  private static Site site;
  private static Report report;

  @BeforeAll
  static void measure() throws Exception {
    site = Site.open(FEW, false);
    report = new GateBench(site, phase -> {}).run();
  }

  @AfterAll
  static void close() {
    site.close();
  }

  private static Map<String, Figures> figures(Workload workload) {
    Map<String, Figures> figures = new TreeMap<>();
    report.figures().stream()
        .filter(one -> one.workload().equals(workload.id()))
        .forEach(one -> figures.put(one.way(), one));
    return figures;
  }

  @Test
  void measuresEveryWorkload() {
    for (Workload workload : Workload.values()) {
      assertThat(figures(workload))
          .as(workload.title())
          .containsKeys(
              Ways.FILTER, Ways.SETTING, Ways.SIGNED, Ways.GATE, Ways.POOL, Ways.POOL_SAME)
          .containsKeys(Ways.ALONE, Ways.SCHEMA, Ways.DATABASE)
          .allSatisfy((way, one) -> assertThat(one.transactions()).isPositive());
    }
    assertThat(figures(Workload.LOOKUP)).hasSize(17);
  }

  @Test
  void countsRoundTripsExactly() {
    Map<String, Figures> lookup = figures(Workload.LOOKUP);
    assertThat(lookup.get(Ways.LIMIT).roundTrips()).isEqualTo(1);
    assertThat(lookup.get(Ways.LIMIT_TX).roundTrips()).isEqualTo(2);
    assertThat(lookup.get(Ways.SETTING).roundTrips()).isEqualTo(3);
    assertThat(lookup.get(Ways.SETTING_ONE).roundTrips()).isEqualTo(1);
    assertThat(lookup.get(Ways.GATE).roundTrips()).isEqualTo(3);
    assertThat(lookup.get(Ways.GATE_ONE).roundTrips()).isEqualTo(1);
    assertThat(lookup.get(Ways.SCHEMA).roundTrips()).isEqualTo(1);
    assertThat(lookup.get(Ways.DATABASE).roundTrips()).isEqualTo(1);
    assertThat(figures(Workload.LOOKUPS_20).get(Ways.SETTING).roundTrips()).isEqualTo(22);
  }

  @Test
  void judgesEveryGoal() {
    assertThat(report.goals()).hasSize(16).allSatisfy(one -> assertThat(one.most()).isPositive());
  }

  @Test
  void loadsInBulkByEveryWay() {
    assertThat(report.bulk())
        .hasSize(6)
        .allSatisfy(one -> assertThat(one.rowsPerSecond()).isPositive());
  }

  @Test
  void writesTheReportForPeopleAndMachines() {
    assertThat(TextReport.of(report))
        .contains(
            "PostgreSQL ", "fsync=", "of 3 tenants", "| one lookup by key |", "bulk load of 2,500");
    assertThat(RunOptions.json(report)).contains("\"roundTrips\" : ", "\"goals\" : ");
  }

  @Test
  void noticesWhenAWayReadsOtherRowsThanItShould() throws SQLException {
    try (Connection admin = site.superuser("croft_app");
        Statement statement = admin.createStatement()) {
      statement.execute("DELETE FROM app.line WHERE id = (SELECT min(id) FROM app.line)");
    }
    Way pool =
        new JdbcWay("pool", site, site.croft(), JdbcWay.Flights.AUTOCOMMIT, first()).scoped();
    assertThatThrownBy(() -> pool.run(Workload.SCAN))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("79 rows, expected 80");
  }

  private static List<io.croft.core.TenantId> first() {
    return site.pool().subList(0, 1);
  }
}
