package io.croft.bench;

import io.croft.core.Isolation;
import io.croft.core.TenantId;
import io.croft.move.MoveMode;
import io.croft.move.MoveStep;
import java.lang.management.ManagementFactory;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** What the moving tenant and its neighbours notice while it is copied, compared and shut. */
final class MoveNeighbours implements Part {

  private static final int OWN = 8;
  private static final int OTHERS = 8;
  private static final int MOST_TRIES = 5;
  private static final double MOST = 1.10;
  private static final int FEWEST = 20;
  private static final long REST = TimeUnit.SECONDS.toNanos(3);

  private final MoveSite site;
  private final MovesScale scale;
  private final Map<Phase, Figures> own = new EnumMap<>(Phase.class);
  private final Map<Phase, Figures> others = new EnumMap<>(Phase.class);
  private final Map<String, Integer> failures = new TreeMap<>();
  private final List<Double> busy = new ArrayList<>();

  /** A stretch of a move, from the end of a step, or from its beginning, to the end of another. */
  private enum Phase {
    COPY("copy", MoveStep.SUBSCRIBED, MoveStep.COPIED),
    CATCH_UP("catch up", MoveStep.COPIED, MoveStep.CAUGHT_UP),
    COMPARE("compare", MoveStep.CAUGHT_UP, MoveStep.VERIFIED),
    FENCE("fence", MoveStep.VERIFIED, MoveStep.FENCED),
    CLEAN("clean up", MoveStep.FOLLOWED, MoveStep.CLEANED),
    WHOLE("the whole move", MoveStep.REHEARSED, MoveStep.CLEANED);

    private final String text;
    private final MoveStep from;
    private final MoveStep until;

    Phase(String text, MoveStep from, MoveStep until) {
      this.text = text;
      this.from = from;
      this.until = until;
    }

    long begun(Moved move) {
      return this == WHOLE ? move.begun() : move.ended(from);
    }

    long ended(Moved move) {
      return move.ended(until);
    }
  }

  /** Those of one group in one phase: with a move and, for the same pairs, without. */
  private static final class Figures {
    private final Histogram with = new Histogram(3);
    private final Histogram without = new Histogram(3);
    private final List<Double> p99With = new ArrayList<>();
    private final List<Double> p99Without = new ArrayList<>();

    void add(Histogram during, Histogram control) {
      with.add(during);
      without.add(control);
      if (during.getTotalCount() >= FEWEST) {
        p99With.add(during.getValueAtPercentile(99) / 1e6);
        p99Without.add(control.getValueAtPercentile(99) / 1e6);
      }
    }
  }

  MoveNeighbours(MoveSite site, MovesScale scale) {
    this.site = site;
    this.scale = scale;
  }

  @Override
  public String title() {
    return "neighbours of a move";
  }

  @Override
  public void measure(Findings findings) throws SQLException, InterruptedException {
    for (Phase phase : Phase.values()) {
      own.put(phase, new Figures());
      others.put(phase, new Figures());
    }
    TenantId tenant = site.tenant(Isolation.POOL, scale.rateRows());
    Clients moving = new Clients(Pauses.PERIOD, jobs(tenant, OWN));
    Clients beside = new Clients(Pauses.PERIOD, neighbours());
    try (moving;
        beside) {
      OpenLoop.awaitNanos(System.nanoTime() + REST);
      long length = 0;
      for (int pair = 0; pair < scale.rounds(); pair++) {
        length = pair(pair, length, tenant, moving, beside);
        moving.requireMostSucceed();
        beside.requireMostSucceed();
      }
    }
    tell(findings, moving, beside);
  }

  /**
   * Measures with a move and without, by turns the other way round; returns how long a move took.
   */
  private long pair(int number, long length, TenantId tenant, Clients moving, Clients beside)
      throws InterruptedException {
    boolean before = number % 2 == 1;
    long control = before ? rest(length) : 0;
    Moved move = move(tenant);
    long took = move.over() - move.begun();
    if (!before) {
      length = took;
      control = rest(took);
    }
    Histogram ownControl = moving.latencies(control, control + length);
    Histogram othersControl = beside.latencies(control, control + length);
    for (Phase phase : Phase.values()) {
      long from = phase.begun(move);
      long until = phase.ended(move);
      of(own, phase).add(moving.latencies(from, until), ownControl);
      of(others, phase).add(beside.latencies(from, until), othersControl);
    }
    return took;
  }

  private Moved move(TenantId tenant) {
    for (int again = 0; again < MOST_TRIES; again++) {
      String other = site.placement(tenant).server().equals(Hop.ONE) ? Hop.TWO : Hop.ONE;
      Moved move =
          site.move(tenant, Hop.to(Isolation.POOL, other), MoveMode.STREAMED, (step, detail) -> {});
      if (move.result().isPresent()) {
        return move;
      }
      failures.merge("move failed: " + move.failure(), 1, Integer::sum);
    }
    throw new IllegalStateException("no move succeeds: " + failures);
  }

  /** Lets the clients work without a move for so long; returns when that began. */
  private long rest(long length) throws InterruptedException {
    OpenLoop.awaitNanos(System.nanoTime() + REST);
    processors();
    long begun = System.nanoTime();
    OpenLoop.awaitNanos(begun + length);
    busy.add(100 * processors());
    OpenLoop.awaitNanos(System.nanoTime() + REST);
    return begun;
  }

  /** Returns which part of all processors was busy since the last call. */
  private static double processors() {
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean system
        ? system.getCpuLoad()
        : Double.NaN;
  }

  private List<Crowd.Job> neighbours() throws SQLException {
    List<TenantId> tenants = new ArrayList<>();
    for (Isolation isolation : List.of(Isolation.POOL, Isolation.SCHEMA, Isolation.DATABASE)) {
      tenants.add(site.tenant(isolation, MovesScale.SMALL_ROWS));
    }
    tenants.add(site.tenant(Isolation.POOL, MovesScale.SMALL_ROWS));
    List<Crowd.Job> jobs = new ArrayList<>();
    for (TenantId one : tenants) {
      jobs.addAll(jobs(one, OTHERS / tenants.size()));
    }
    return jobs;
  }

  private List<ShopTransaction> jobs(TenantId tenant, int clients) {
    return ShopTransaction.of(
        clients, site.croft(), tenant, Connection.TRANSACTION_READ_COMMITTED, Pauses.THINK);
  }

  private static Figures of(Map<Phase, Figures> all, Phase phase) {
    Figures one = all.get(phase);
    if (one == null) {
      throw new IllegalStateException("no figures of " + phase);
    }
    return one;
  }

  private void tell(Findings findings, Clients moving, Clients beside) {
    Figures whole = of(others, Phase.WHOLE);
    findings.add(
        Outcome.atMost(
            MOST,
            "",
            "p99 of neighbours during a move",
            "the same time without a move",
            Ratio.of(whole.p99With, whole.p99Without)));
    Pauses.judge(
        findings,
        0,
        "errors",
        "errors, neighbours and moved tenant",
        moving.failed() + beside.failed());
    findings.add(table());
    moving.errors().forEach((text, times) -> failures.merge(text, times, Integer::sum));
    beside.errors().forEach((text, times) -> failures.merge(text, times, Integer::sum));
    Pauses.tell(findings, title(), failures);
  }

  private Table table() {
    List<List<Object>> rows = new ArrayList<>();
    rows(rows, "neighbours", others);
    rows(rows, "the tenant", own);
    return new Table(
        "Neighbours of a move",
        "A streamed move of %,d rows from pool to pool of the other server. %d clients of the tenant and %d of four neighbours on the first server (two in the pool), each a transaction every %d ms in an open loop, which keeps the processors %s %% busy without a move. Ratio: p99 of the phase to p99 of as long a time as the whole move took, without one, before or after it by turns; pairs with fewer than %d requests in the phase are left out of it."
            .formatted(
                scale.rateRows(),
                OWN,
                OTHERS,
                Pauses.PERIOD.toMillis(),
                Math.round(Ratio.median(busy)),
                FEWEST),
        List.of(
            "who",
            "phase",
            "requests",
            "p50 ms",
            "p99 ms",
            "p50 ms without",
            "p99 ms without",
            "ratio of p99"),
        rows);
  }

  private static void rows(List<List<Object>> rows, String who, Map<Phase, Figures> figures) {
    figures.forEach(
        (phase, one) ->
            rows.add(
                Table.row(
                    who,
                    phase.text,
                    one.with.getTotalCount(),
                    one.with.getValueAtPercentile(50) / 1e6,
                    one.with.getValueAtPercentile(99) / 1e6,
                    one.without.getValueAtPercentile(50) / 1e6,
                    one.without.getValueAtPercentile(99) / 1e6,
                    one.p99With.isEmpty() ? "-" : Ratio.of(one.p99With, one.p99Without))));
  }
}
