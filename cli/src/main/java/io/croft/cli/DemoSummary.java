package io.croft.cli;

import io.croft.core.Isolation;
import io.croft.demo.DemoReport;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What a demo has shown, for people: the attempts, the moves, and one table of all checks. */
final class DemoSummary {

  private final DemoReport report;

  DemoSummary(DemoReport report) {
    this.report = report;
  }

  /** Returns what stands above the table of all checks. */
  String text() {
    StringBuilder text = new StringBuilder();
    text.append("The forged context\n\n").append(attempts().render());
    text.append("\nThe move\n\n").append(hops().render());
    if (!report.remarks().isEmpty()) {
      text.append("\nWhat did not hold\n\n");
      report.remarks().forEach(remark -> text.append("- ").append(remark).append('\n'));
    }
    return text.append("\nSummary").toString();
  }

  /** One line for each trick: what answered it, by the attacker's isolation, for all victims. */
  private Table attempts() {
    Map<String, Map<String, Set<String>>> answers = new LinkedHashMap<>();
    for (DemoReport.Attempt attempt : report.forgeries().attempts()) {
      answers
          .computeIfAbsent(attempt.title(), title -> new HashMap<>())
          .computeIfAbsent(attempt.from(), from -> new TreeSet<>())
          .add(attempt.through() ? "CAME THROUGH" : attempt.evidence());
    }
    Table table = Table.of("tried", "from a pool", "from a schema", "from a database");
    answers.forEach(
        (title, by) ->
            table.row(
                title,
                answer(by, Isolation.POOL),
                answer(by, Isolation.SCHEMA),
                answer(by, Isolation.DATABASE)));
    return table;
  }

  private static String answer(Map<String, Set<String>> byIsolation, Isolation isolation) {
    return String.join(", ", byIsolation.getOrDefault(isolation.word(), Set.of("-")));
  }

  private Table hops() {
    Table table =
        Table.of(
            "from",
            "to",
            "mode",
            "rows",
            "millis",
            "fenced",
            "clients at it",
            "pause p50",
            "p99",
            "max",
            "acknowledged",
            "lost",
            "duplicated",
            "errors");
    for (DemoReport.Hop hop : report.hops()) {
      table.row(
          hop.from(),
          hop.to() + "@" + hop.server(),
          hop.mode(),
          count(hop.rows()),
          millis(hop.millis()),
          millis(hop.fencedMillis()),
          count(hop.pauseMillis().threads()),
          millis(hop.pauseMillis().p50()),
          millis(hop.pauseMillis().p99()),
          millis(hop.pauseMillis().max()),
          count(hop.acknowledged()),
          count(hop.lost()),
          count(hop.duplicated()),
          count(hop.errors()));
    }
    return table;
  }

  /** Returns the table of all checks. */
  Table table() {
    Table table = Table.of("check", "measured", "held");
    report
        .provisioning()
        .forEach(
            (isolation, homes) ->
                table.row(
                    "provisioning, " + isolation,
                    "%d homes, p50 %s ms".formatted(homes.count(), millis(homes.p50Millis())),
                    "-"));
    DemoReport.Invoices invoices = report.invoices();
    table.row(
        "the missing WHERE clause",
        "%s invoices, %d wrong".formatted(count(invoices.checked()), invoices.wrong()),
        held(invoices.checked() > 0 && invoices.wrong() == 0));
    DemoReport.Forgeries forgeries = report.forgeries();
    table.row(
        "the forged context",
        "%d attempts, %d through".formatted(forgeries.tried(), forgeries.through()),
        held(forgeries.tried() > 0 && forgeries.through() == 0));
    for (DemoReport.Hop hop : report.hops()) {
      table.row(
          "the move, %s to %s@%s".formatted(hop.from(), hop.to(), hop.server()),
          "%s rows in %s ms, pause at most %s ms; %s"
              .formatted(
                  count(hop.rows()),
                  millis(hop.millis()),
                  millis(hop.pauseMillis().max()),
                  ledger(hop.acknowledged(), hop.lost(), hop.duplicated(), hop.errors())),
          held(hop.lost() + hop.duplicated() + hop.errors() == 0));
    }
    addTotals(table);
    return table;
  }

  private void addTotals(Table table) {
    DemoReport.Bulk bulk = report.bulk();
    table.row(
        "the promotion of %d small tenants".formatted(bulk.tenants()),
        "%d moved in %s ms; %s"
            .formatted(
                bulk.moved(),
                millis(bulk.millis()),
                ledger(bulk.acknowledged(), bulk.lost(), bulk.duplicated(), bulk.errors())),
        held(
            bulk.moved() == bulk.tenants()
                && bulk.lost() + bulk.duplicated() + bulk.errors() == 0));
    DemoReport.Traffic traffic = report.traffic();
    table.row(
        "all clients",
        "%s requests, p50 %s ms; %s"
            .formatted(
                count(traffic.requests()),
                millis(traffic.p50Millis()),
                ledger(
                    traffic.acknowledged(),
                    traffic.lost(),
                    traffic.duplicated(),
                    traffic.errors())),
        held(traffic.lost() + traffic.duplicated() + traffic.errors() == 0));
    table.row(
        "everything",
        "%d tenants, %s rows, %d s, seed %d"
            .formatted(
                report.tenants(), count(report.rows()), report.millis() / 1_000, report.seed()),
        held(report.ok()));
  }

  private static String ledger(long acknowledged, long lost, long duplicated, long errors) {
    return "%s writes acknowledged, %d lost, %d duplicated, %d errors"
        .formatted(count(acknowledged), lost, duplicated, errors);
  }

  private static String held(boolean held) {
    return held ? "yes" : "NO";
  }

  private static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  private static String millis(double number) {
    return String.format(Locale.ROOT, "%.1f", number);
  }
}
