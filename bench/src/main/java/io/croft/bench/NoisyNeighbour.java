package io.croft.bench;

import io.croft.core.TenantId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.Histogram;

/** A quiet tenant beside a noisy one, on as many connections of one pool and of the other. */
final class NoisyNeighbour implements Part {

  private static final double MOST_OF_FIFO = 0.01;
  private static final double LEAST_THROUGHPUT = 0.87;
  private static final int BUDGET = 8;
  private static final int THREADS = 200;
  private static final int MOST_ROUNDS = 5;
  private static final Duration QUIET_PERIOD = Duration.ofMillis(25);
  private static final Duration SETTLING = Duration.ofMillis(500);
  private static final String NOISE = "SELECT pg_sleep(0.03)";
  private static final String QUIET = "SELECT quantity FROM line WHERE id = 1000001";

  private final Site site;
  private final DataScale scale;

  NoisyNeighbour(Site site, DataScale scale) {
    this.site = site;
    this.scale = scale;
  }

  /** All samples of one side. */
  private static final class Samples {
    private final Side side;
    private final Histogram all = new Histogram(3);
    private final LongAdder gaveUp = new LongAdder();
    private final List<Double> p99s = new ArrayList<>();
    private final List<Double> rates = new ArrayList<>();

    Samples(Side side) {
      this.side = side;
    }
  }

  @Override
  public String title() {
    return "a quiet tenant beside a noisy one";
  }

  @Override
  public void measure(Findings findings) throws InterruptedException {
    Samples hikari =
        new Samples(
            new Side(
                Side.HIKARI, site.baseline(Baseline.EVERYBODY.schema(), BUDGET), Binding.NONE));
    Samples croft =
        new Samples(new Side(Side.CROFT, site.reopen(BUDGET, any -> any), Binding.SCOPE));
    for (int round = 0; round < Math.min(MOST_ROUNDS, scale.rows().rounds()); round++) {
      sample(hikari);
      sample(croft);
    }
    String beside = "HikariCP of the same size";
    findings.add(
        Outcome.atMost(
            MOST_OF_FIFO,
            "",
            "quiet tenant beside a noisy one, p99",
            beside,
            Ratio.of(croft.p99s, hikari.p99s)));
    findings.add(
        Outcome.atLeast(
            LEAST_THROUGHPUT,
            "",
            "throughput of the noisy one",
            beside,
            Ratio.of(croft.rates, hikari.rates)));
    findings.add(table(hikari, croft));
  }

  private void sample(Samples samples) throws InterruptedException {
    TenantId noisy = site.pool().get(0);
    TenantId quiet = site.pool().get(1);
    Side side = samples.side;
    LongAdder done = new LongAdder();
    Crowd crowd = Crowd.of(THREADS, number -> () -> done.add(side.got(noisy, NOISE) ? 1 : 0));
    OpenLoop.awaitNanos(System.nanoTime() + SETTLING.toNanos());
    long before = done.sum();
    long begun = System.nanoTime();
    Histogram latencies =
        OpenLoop.run(
            scale.crowd(), QUIET_PERIOD, () -> samples.gaveUp.add(side.got(quiet, QUIET) ? 0 : 1));
    long after = done.sum();
    double seconds = (System.nanoTime() - begun) / 1e9;
    crowd.end();
    samples.all.add(latencies);
    samples.p99s.add(latencies.getValueAtPercentile(99) / 1e6);
    samples.rates.add((after - before) / seconds);
  }

  private Table table(Samples... all) {
    List<List<Object>> rows = new ArrayList<>();
    for (Samples one : all) {
      rows.add(
          Table.row(
              one.side.name(),
              one.all.getTotalCount(),
              one.all.getValueAtPercentile(50) / 1e6,
              one.all.getValueAtPercentile(99) / 1e6,
              one.all.getMaxValue() / 1e6,
              one.gaveUp.sum(),
              Ratio.plain(one.rates)));
    }
    return new Table(
        "A quiet tenant beside a noisy one",
        "%d connections in all; the noisy tenant's %d threads each repeat a statement of 30 ms; the quiet one reads a row every %d ms, in an open loop, latency from the intended start; both pools give up after 10 s."
            .formatted(BUDGET, THREADS, QUIET_PERIOD.toMillis()),
        List.of(
            "pool",
            "quiet requests",
            "p50 ms",
            "p99 ms",
            "most ms",
            "gave up",
            "noisy statements/s"),
        rows);
  }
}
