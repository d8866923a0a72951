package io.croft.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Every part of the benchmark of live moves on a few rows. How long anything takes is not looked
 * at; what is counted must be right.
 */
final class MovesBenchIT {

  private static final MovesScale FEW =
      new MovesScale(1, 1, 1, 2_000, 1, 3_000, 1, 1, 1, 1, 2_000, 1, 3_000, 200, 6);

  private static MoveSite site;
  private static MovesReport report;

  @BeforeAll
  static void measure() throws Exception {
    site = MoveSite.open(false);
    report = new MovesBench(site, FEW, "", phase -> {}).run();
  }

  @AfterAll
  static void close() {
    site.close();
  }

  private static Table table(String title) {
    return report.tables().stream().filter(t -> t.title().equals(title)).findFirst().orElseThrow();
  }

  private static List<Object> column(String title, String name) {
    Table table = table(title);
    int index = table.columns().indexOf(name);
    assertThat(index).as(name).isNotNegative();
    return table.rows().stream().map(row -> row.get(index)).toList();
  }

  @Test
  void noClientSeesAnError() {
    assertThat(report.goals())
        .filteredOn(one -> one.unit().equals("errors"))
        .hasSize(10)
        .allSatisfy(one -> assertThat(one.measured().median()).as(one.goal()).isZero())
        .allSatisfy(one -> assertThat(one.met()).isTrue());
  }

  @Test
  void aClientHasOnePauseInEachMoveAtMost() {
    assertThat(column("Pauses, streamed, beside a long transaction of the tenant", "pauses"))
        .singleElement()
        .asInstanceOf(InstanceOfAssertFactories.LONG)
        .isBetween(1L, (long) Pauses.CLIENTS);
  }

  @Test
  void aMoveWaitsForALongTransaction() {
    List<Object> parts =
        column(
            "Where the fence's time goes, streamed, beside a long transaction of the tenant",
            "part");
    assertThat(parts)
        .containsExactly("waited", "drained", "compared", "checked", "switched", "opened");
  }

  @Test
  void movesEveryTenantOfABulk() {
    assertThat(report.tables())
        .filteredOn(table -> table.title().equals(BulkMoves.FAILED))
        .flatExtracting(Table::rows)
        .isEmpty();
    assertThat(column("Bulk moves", "moves")).containsOnly(6);
    assertThat(column("Bulk moves", "failed")).containsOnly(0);
  }

  @Test
  void meetsTheFenceInEveryHomeAndLevel() {
    assertThat(column("Transactions that read, then write across the fence", "met a fence"))
        .hasSize(9)
        .allSatisfy(met -> assertThat((int) met).isPositive());
  }

  @Test
  void writesTheReportForPeopleAndMachines() {
    assertThat(report.text()).contains("| goal | compared with |", "**Bulk moves.**", "plain COPY");
    assertThat(RunOptions.json(report)).contains("\"goals\" : ", "\"comparedWith\" : ");
  }
}
