package io.croft.bench;

import io.croft.core.Isolation;
import io.croft.core.TenantId;
import io.croft.move.MoveMode;
import io.croft.move.MoveResult;
import io.croft.move.MoveStep;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;

/** How many small tenants move in a minute, some at the same time. */
final class BulkMoves implements Part {

  private static final int AT_ONCE = 4;
  private static final double LEAST = 300;

  private final MoveSite site;
  private final MovesScale scale;
  private final List<List<Object>> steps = new ArrayList<>();

  BulkMoves(MoveSite site, MovesScale scale) {
    this.site = site;
    this.scale = scale;
  }

  @Override
  public String title() {
    return "bulk moves";
  }

  @Override
  public void measure(Findings findings) throws SQLException, InterruptedException {
    List<TenantId> tenants = site.tenants(Isolation.POOL, MovesScale.SMALL_ROWS, scale.bulk());
    List<List<Object>> rows = new ArrayList<>();
    for (Hop hop :
        List.of(
            Hop.to(Isolation.POOL, Hop.TWO),
            Hop.to(Isolation.SCHEMA, Hop.ONE),
            Hop.to(Isolation.POOL, Hop.ONE))) {
      rows.add(all(tenants, hop, findings));
    }
    findings.add(
        new Table(
            "Bulk moves",
            "Fenced copies of %d tenants of about %,d rows each, %d at the same time, each a whole move with rehearsal and clean-up; nobody else at work."
                .formatted(scale.bulk(), MovesScale.SMALL_ROWS, AT_ONCE),
            List.of("from", "moves", "failed", "moves/min", "fence ms", "move s"),
            rows));
    findings.add(
        new Table(
            "Where a bulk move's time goes",
            "Milliseconds from the end of the step before, the catalog's records included.",
            List.of("from", "step", "ms"),
            steps));
  }

  private List<Object> all(List<TenantId> tenants, Hop hop, Findings findings)
      throws InterruptedException {
    String from = site.placement(tenants.get(0)).summary();
    Queue<TenantId> waiting = new ConcurrentLinkedQueue<>(tenants);
    Queue<Moved> made = new ConcurrentLinkedQueue<>();
    long begun = System.nanoTime();
    Crowd.untilDone(
        AT_ONCE,
        number ->
            () -> {
              TenantId next = waiting.poll();
              if (next == null) {
                return false;
              }
              made.add(site.move(next, hop, MoveMode.FENCED_COPY, (step, detail) -> {}));
              return true;
            });
    double minutes = (System.nanoTime() - begun) / 60e9;
    List<Moved> done = made.stream().filter(one -> one.result().isPresent()).toList();
    if (done.isEmpty()) {
      throw new IllegalStateException("every move failed, as " + made.element().failure());
    }
    String route =
        from + " to " + site.placement(done.get(0).result().orElseThrow().to().tenant()).summary();
    double rate = done.size() / minutes;
    findings.add(
        Outcome.atLeast(
            LEAST, "moves/min", "bulk moves, " + route, "-", Ratio.plain(List.of(rate))));
    steps.addAll(steps(route, done));
    return Table.row(
        route,
        made.size(),
        made.size() - done.size(),
        rate,
        spread(done, one -> one.fenced().toNanos() / 1e6),
        spread(done, one -> one.total().toNanos() / 1e9));
  }

  private static Ratio spread(List<Moved> done, Function<MoveResult, Double> figure) {
    return Ratio.plain(done.stream().map(one -> figure.apply(one.result().orElseThrow())).toList());
  }

  private static List<List<Object>> steps(String route, List<Moved> done) {
    Map<MoveStep, List<Double>> took = new LinkedHashMap<>();
    for (Moved one : done) {
      one.took()
          .forEach(
              (step, nanos) ->
                  took.computeIfAbsent(step, any -> new ArrayList<>()).add(nanos / 1e6));
    }
    List<List<Object>> rows = new ArrayList<>();
    took.forEach((step, values) -> rows.add(Table.row(route, step.word(), Ratio.plain(values))));
    return rows;
  }
}
