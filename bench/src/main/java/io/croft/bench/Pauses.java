package io.croft.bench;

import io.croft.core.Isolation;
import io.croft.core.TenantId;
import io.croft.move.MoveMode;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** How long a tenant's clients pause when it moves, and whether they see errors. */
final class Pauses implements Part {

  static final int CLIENTS = 16;
  static final Duration PERIOD = Duration.ofMillis(50);
  static final Duration THINK = Duration.ofMillis(7);

  private static final int MOST_TRIES = 4;

  /** The period. */
  private static final double KEPT_UP = 50;

  private static final double HALF = 20;
  private static final double NEARLY_ALL = 100;
  private static final double ALL = 500;
  private static final Duration REST = Duration.ofMillis(600);
  private static final Duration SETTLING = Duration.ofSeconds(2);

  private final MoveSite site;
  private final String title;
  private final MoveMode mode;
  private final int rows;
  private final int moves;
  private final List<Hop> hops;
  private final Disturbance disturbance;

  private Pauses(
      MoveSite site,
      String title,
      MoveMode mode,
      int rows,
      int moves,
      List<Hop> hops,
      Disturbance disturbance) {
    this.site = site;
    this.title = title;
    this.mode = mode;
    this.rows = rows;
    this.moves = moves;
    this.hops = hops;
    this.disturbance = disturbance;
  }

  /** Returns every kind of pause that is measured. */
  static List<Part> all(MoveSite site, MovesScale scale) {
    int small = MovesScale.SMALL_ROWS;
    LongTransaction busy = new LongTransaction(site, Duration.ofSeconds(scale.busySeconds()));
    return List.of(
        quiet(site, "streamed, small", MoveMode.STREAMED, small, scale.small()),
        quiet(site, "streamed, medium", MoveMode.STREAMED, scale.mediumRows(), scale.medium()),
        quiet(site, "streamed, large", MoveMode.STREAMED, scale.largeRows(), scale.large()),
        quiet(site, "fenced copy, 1,000 rows", MoveMode.FENCED_COPY, small, scale.fenced()),
        quiet(
            site,
            "fenced copy, 10,000 rows",
            MoveMode.FENCED_COPY,
            10 * small,
            (scale.fenced() + 1) / 2),
        new Pauses(
            site,
            "streamed, beside a long transaction of the tenant",
            MoveMode.STREAMED,
            small,
            scale.busy(),
            Hop.AROUND,
            busy),
        new Pauses(
            site,
            "fenced copy, beside a long transaction of the tenant",
            MoveMode.FENCED_COPY,
            small,
            scale.busy(),
            Hop.AROUND,
            busy),
        new Pauses(
            site,
            "streamed, beside a large transaction of a neighbour",
            MoveMode.STREAMED,
            small,
            scale.beside(),
            Hop.FROM_POOL,
            new LargeTransaction(site, scale.besideRows())));
  }

  private static Pauses quiet(MoveSite site, String title, MoveMode mode, int rows, int moves) {
    return new Pauses(site, title, mode, rows, moves, Hop.AROUND, Disturbance.NONE);
  }

  @Override
  public String title() {
    return "pauses: " + title;
  }

  @Override
  public void measure(Findings findings) throws SQLException, InterruptedException {
    TenantId tenant = site.tenant(Isolation.POOL, rows);
    List<Moved> made = new ArrayList<>();
    Clients all =
        new Clients(
            PERIOD,
            ShopTransaction.of(
                CLIENTS, site.croft(), tenant, Connection.TRANSACTION_READ_COMMITTED, THINK));
    try (Clients clients = all) {
      OpenLoop.awaitNanos(System.nanoTime() + SETTLING.toNanos());
      for (int turn = 0; made.size() < moves; turn++) {
        move(tenant, hops.get(turn % hops.size()), made);
        OpenLoop.awaitNanos(System.nanoTime() + REST.toNanos());
        clients.requireMostSucceed();
      }
    }
    disturbance.ended();
    tell(new PauseFigures(all, made), findings);
  }

  private void move(TenantId tenant, Hop hop, List<Moved> made)
      throws SQLException, InterruptedException {
    if (site.lives(tenant, hop)) {
      return;
    }
    if (hop.counted()) {
      disturbance.before(tenant, mode);
      made.add(site.move(tenant, hop, mode, disturbance::done));
      disturbance.after();
    } else {
      Moved back = site.move(tenant, hop, mode, (step, detail) -> {});
      for (int again = 0; back.result().isEmpty() && again < MOST_TRIES; again++) {
        back = site.move(tenant, hop, mode, (step, detail) -> {});
      }
      if (back.result().isEmpty()) {
        throw new IllegalStateException("the way back failed: " + back.failure());
      }
    }
  }

  private void tell(PauseFigures figures, Findings findings) {
    judge(findings, HALF, "ms", "p50 of pauses, " + title, figures.at(50));
    judge(findings, NEARLY_ALL, "ms", "p99 of pauses, " + title, figures.at(99));
    judge(findings, ALL, "ms", "longest pause, " + title, figures.longest());
    judge(findings, 0, "errors", "errors, " + title, figures.failed());
    // Where clients cannot keep up, their median is a queue, and what is less than it tells
    // nothing.
    judge(findings, KEPT_UP, "ms", "median of requests, " + title, figures.median());
    findings.add(
        new Table(
            "Pauses, " + title,
            "%d clients in an open loop, each a transaction every %d ms that reads, thinks for %d ms and writes two rows. %s Longest request of a client from the first attempt at shutting the home until the new one was open, less that client's median."
                .formatted(CLIENTS, PERIOD.toMillis(), THINK.toMillis(), disturbance.text())
                .replace("  ", " "),
            PauseFigures.columns("moves"),
            List.of(figures.row(title))));
    findings.add(
        new Table(
            "The same by the kind of the new home, " + title,
            "Pauses as above.",
            PauseFigures.columnsByTarget("moves"),
            Stream.of(Isolation.values())
                .filter(this::made)
                .map(to -> figures.byTarget(title, to))
                .toList()));
    findings.add(
        new Table(
            "Where the fence's time goes, " + title,
            "Milliseconds by the mover's clock: median (least-most) of all moves to that kind of home.",
            List.of("moves", "to", "number", "part", "times", "ms"),
            figures.parts(title)));
    tell(findings, title, figures.errors());
  }

  static void tell(Findings findings, String what, Map<String, Integer> errors) {
    if (!errors.isEmpty()) {
      List<List<Object>> rows = new ArrayList<>();
      errors.forEach((text, times) -> rows.add(Table.row(text, times)));
      findings.add(new Table("Errors, " + what, "Each counted.", List.of("error", "times"), rows));
    }
  }

  private boolean made(Isolation to) {
    return hops.stream().anyMatch(hop -> hop.counted() && hop.isolation() == to);
  }

  static void judge(Findings findings, double most, String unit, String goal, double measured) {
    findings.add(Outcome.atMost(most, unit, goal, "-", Ratio.plain(List.of(measured))));
  }
}
