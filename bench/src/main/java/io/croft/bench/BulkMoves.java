package io.croft.bench;

import io.croft.core.Isolation;
import io.croft.move.BulkItem;
import io.croft.move.BulkReport;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** How many small tenants move in a minute, some at the same time. */
final class BulkMoves implements Part {

  /** The title of the table of those that failed; there is none when none has. */
  static final String FAILED = "Bulk moves that failed";

  private static final int AT_ONCE = 4;
  private static final double LEAST = 300;

  private final MoveSite site;
  private final MovesScale scale;

  BulkMoves(MoveSite site, MovesScale scale) {
    this.site = site;
    this.scale = scale;
  }

  @Override
  public String title() {
    return "bulk moves";
  }

  @Override
  public void measure(Findings findings) throws SQLException {
    site.bulkTenants(MovesScale.SMALL_ROWS, scale.bulk());
    List<List<Object>> rows = new ArrayList<>();
    List<List<Object>> failed = new ArrayList<>();
    for (Hop hop :
        List.of(
            Hop.to(Isolation.POOL, Hop.TWO),
            Hop.to(Isolation.SCHEMA, Hop.ONE),
            Hop.to(Isolation.POOL, Hop.ONE))) {
      rows.add(all(hop, findings, failed));
    }
    findings.add(
        new Table(
            "Bulk moves",
            "Fenced copies of %d tenants of about %,d rows each by one bulk move, %d at the same time, each a whole move with rehearsal and clean-up; nobody else at work."
                .formatted(scale.bulk(), MovesScale.SMALL_ROWS, AT_ONCE),
            List.of("route", "moves", "failed", "moves/min", "fence ms"),
            rows));
    if (!failed.isEmpty()) {
      findings.add(
          new Table(
              FAILED, "Why tenants were not moved.", List.of("route", "tenant", "reason"), failed));
    }
  }

  private List<Object> all(Hop hop, Findings findings, List<List<Object>> failed) {
    BulkReport report = site.moveBulk(hop, AT_ONCE);
    List<BulkItem> moved =
        report.items().stream().filter(item -> item.outcome() == BulkItem.Outcome.MOVED).toList();
    if (moved.isEmpty()) {
      throw new IllegalStateException("every move failed, as " + report.items().get(0).reason());
    }
    String route = moved.get(0).from().summary() + " to " + moved.get(0).to();
    report.items().stream()
        .filter(item -> item.outcome() != BulkItem.Outcome.MOVED)
        .map(item -> Table.row(route, item.tenant().slug().toString(), item.reason()))
        .forEach(failed::add);
    double rate = report.movesPerMinute().orElseThrow();
    findings.add(
        Outcome.atLeast(
            LEAST, "moves/min", "bulk moves, " + route, "-", Ratio.plain(List.of(rate))));
    return Table.row(
        route,
        moved.size(),
        report.items().size() - moved.size(),
        rate,
        Ratio.plain(pauses(moved)));
  }

  private static List<Double> pauses(List<BulkItem> moved) {
    return moved.stream().map(item -> item.pause().orElseThrow().toNanos() / 1e6).toList();
  }
}
