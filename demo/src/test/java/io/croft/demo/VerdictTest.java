package io.croft.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.croft.core.Isolation;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class VerdictTest {

  private static final Map<String, DemoReport.Provisioning> HOMES =
      Map.of(
          "pool", new DemoReport.Provisioning(104, 1),
          "schema", new DemoReport.Provisioning(10, 1),
          "database", new DemoReport.Provisioning(6, 1));
  private static final DemoReport.Invoices INVOICES = new DemoReport.Invoices(131, 0);
  private static final DemoReport.Forgeries FORGERIES =
      new DemoReport.Forgeries(
          3,
          0,
          Stream.of(Isolation.values())
              .map(from -> new DemoReport.Attempt("x", from.word(), "pool", "42501", false))
              .toList());
  private static final List<DemoReport.Hop> HOPS = Collections.nCopies(5, hop(100, 3));
  private static final DemoReport.Bulk BULK = new DemoReport.Bulk(10, 10, 1, 1, 1, 0, 0, 0);

  private static DemoReport.Hop hop(long acknowledged, int threads) {
    return new DemoReport.Hop(
        "pool@eu-1",
        "schema",
        "eu-1",
        "fenced-copy",
        6_000,
        1,
        1,
        acknowledged,
        0,
        0,
        0,
        new DemoReport.Pause(threads, 1, 1, 1));
  }

  private static List<String> gaps(
      Map<String, DemoReport.Provisioning> homes,
      DemoReport.Invoices invoices,
      DemoReport.Forgeries forgeries,
      List<DemoReport.Hop> hops,
      DemoReport.Bulk bulk) {
    return Verdict.gaps(DemoOptions.DEFAULT, homes, invoices, forgeries, hops, bulk);
  }

  @Test
  void findsNoGapWhereEverythingWasShown() {
    assertThat(gaps(HOMES, INVOICES, FORGERIES, HOPS, BULK)).isEmpty();
  }

  @Test
  void findsAHomeThatWasNotMade() {
    assertThat(
            gaps(
                Map.of("pool", new DemoReport.Provisioning(120, 1)),
                INVOICES,
                FORGERIES,
                HOPS,
                BULK))
        .hasSize(1);
  }

  @Test
  void findsABillThatWasNotChecked() {
    assertThat(gaps(HOMES, new DemoReport.Invoices(119, 0), FORGERIES, HOPS, BULK)).hasSize(1);
  }

  @Test
  void findsAHomeFromWhichNothingWasTried() {
    assertThat(gaps(HOMES, INVOICES, new DemoReport.Forgeries(0, 0, List.of()), HOPS, BULK))
        .hasSize(3);
  }

  @Test
  void findsAMoveThatWasNotMadeOrHadTooFewClients() {
    assertThat(gaps(HOMES, INVOICES, FORGERIES, HOPS.subList(0, 3), BULK)).hasSize(1);
    assertThat(gaps(HOMES, INVOICES, FORGERIES, Collections.nCopies(5, hop(99, 3)), BULK))
        .hasSize(5);
    assertThat(gaps(HOMES, INVOICES, FORGERIES, Collections.nCopies(5, hop(100, 1)), BULK))
        .hasSize(1);
  }

  @Test
  void findsASmallTenantThatWasNotPromoted() {
    assertThat(gaps(HOMES, INVOICES, FORGERIES, HOPS, new DemoReport.Bulk(10, 9, 1, 1, 1, 0, 0, 0)))
        .hasSize(1);
  }
}
