package io.croft.bench;

import io.croft.core.Isolation;
import io.croft.core.TenantId;
import io.croft.move.MoveMode;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Transactions that have read when the fence comes and write then, in each home and level. */
final class ReadThenWrite implements Part {

  private static final Duration PERIOD = Duration.ofMillis(100);
  private static final Duration PERIOD_ALONE = Duration.ofMillis(40);
  private static final Duration THINK = Duration.ofMillis(30);
  private static final Duration REST = Duration.ofMillis(600);

  private final MoveSite site;
  private final MovesScale scale;
  private final Map<String, Integer> errors = new TreeMap<>();
  private int failed;

  ReadThenWrite(MoveSite site, MovesScale scale) {
    this.site = site;
    this.scale = scale;
  }

  @Override
  public String title() {
    return "read, then write across the fence";
  }

  @Override
  public void measure(Findings findings) throws SQLException, InterruptedException {
    Map<String, Integer> levels = new LinkedHashMap<>();
    levels.put("read committed", Connection.TRANSACTION_READ_COMMITTED);
    levels.put("repeatable read", Connection.TRANSACTION_REPEATABLE_READ);
    levels.put("serializable", Connection.TRANSACTION_SERIALIZABLE);
    List<List<Object>> rows = new ArrayList<>();
    for (Isolation home : Isolation.values()) {
      for (Map.Entry<String, Integer> level : levels.entrySet()) {
        rows.add(moves(home, level.getKey(), level.getValue()));
      }
    }
    Pauses.judge(findings, 0, "errors", title() + ", every home and level", failed);
    findings.add(
        new Table(
            "Transactions that read, then write across the fence",
            "%d clients in an open loop, each a transaction every %d ms that reads, thinks for %d ms and writes (serializable: one client, every %d ms, since several fail each other); the tenant moves from server to server, its isolation stays; by turns a fenced copy and streamed."
                .formatted(
                    Pauses.CLIENTS, PERIOD.toMillis(), THINK.toMillis(), PERIOD_ALONE.toMillis()),
            List.of(
                "home",
                "level",
                "moves",
                "failed",
                "requests",
                "met a fence",
                "errors",
                "p50 of pauses, ms",
                "longest ms"),
            rows));
    Pauses.tell(findings, title(), errors);
  }

  private List<Object> moves(Isolation home, String word, int level)
      throws SQLException, InterruptedException {
    TenantId tenant = site.tenant(home, MovesScale.SMALL_ROWS);
    List<Moved> made = new ArrayList<>();
    // Serializable clients fail each other also without a move, but one alone never fails itself.
    boolean alone = level == Connection.TRANSACTION_SERIALIZABLE;
    Clients all =
        new Clients(
            alone ? PERIOD_ALONE : PERIOD,
            ShopTransaction.of(alone ? 1 : Pauses.CLIENTS, site.croft(), tenant, level, THINK));
    try (Clients clients = all) {
      OpenLoop.awaitNanos(System.nanoTime() + 2 * REST.toNanos());
      for (int i = 0; i < 2 * scale.each(); i++) {
        MoveMode mode = i % 2 == 0 ? MoveMode.FENCED_COPY : MoveMode.STREAMED;
        String server = i % 2 == 0 ? Hop.TWO : Hop.ONE;
        made.add(site.move(tenant, Hop.to(home, server), mode, (step, detail) -> {}));
        OpenLoop.awaitNanos(System.nanoTime() + REST.toNanos());
        clients.requireMostSucceed();
      }
    }
    PauseFigures figures = new PauseFigures(all, made);
    failed += figures.failed();
    figures
        .errors()
        .forEach(
            (text, times) ->
                errors.merge(home.word() + ", " + word + ": " + text, times, Integer::sum));
    return Table.row(
        home.word(),
        word,
        made.size(),
        figures.failedMoves(),
        all.requests(),
        figures.met(),
        figures.failed(),
        figures.at(50),
        figures.longest());
  }
}
