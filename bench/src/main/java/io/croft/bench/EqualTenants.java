package io.croft.bench;

import io.croft.core.TenantId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.IntStream;
import javax.sql.DataSource;

/** Many tenants that all want more than there is: how equally they are served. */
final class EqualTenants implements Part {

  private static final double MOST_PERCENT = 5;
  private static final int TENANTS = 50;
  private static final int THREADS_OF_EACH = 4;
  private static final int BUDGET = 8;
  private static final int MOST_ROUNDS = 3;
  private static final long SETTLING_NANOS = 500_000_000L;
  private static final String WORK = "SELECT pg_sleep(0.01)";

  private final Site site;
  private final DataScale scale;

  EqualTenants(Site site, DataScale scale) {
    this.site = site;
    this.scale = scale;
  }

  @Override
  public String title() {
    return "fifty tenants that all want more";
  }

  /** What one side gave. */
  private static final class Samples {
    private final Side side;
    private final List<Double> times = new ArrayList<>();
    private final List<Double> counts = new ArrayList<>();
    private final List<Double> rates = new ArrayList<>();

    Samples(Side side) {
      this.side = side;
    }
  }

  @Override
  public void measure(Findings findings) throws InterruptedException {
    DataSource fifo = site.baseline(Baseline.EVERYBODY.schema(), BUDGET);
    Samples hikari = new Samples(new Side(Side.HIKARI, fifo, Binding.NONE));
    Samples croft =
        new Samples(new Side(Side.CROFT, site.reopen(BUDGET, any -> any), Binding.SCOPE));
    for (int round = 0; round < Math.min(MOST_ROUNDS, scale.rows().rounds()); round++) {
      sample(hikari);
      sample(croft);
    }
    String goal = "50 equal tenants that want more: furthest from the mean";
    findings.add(Outcome.atMost(MOST_PERCENT, "%", goal, "-", Ratio.plain(croft.times)));
    List<List<Object>> rows = new ArrayList<>();
    for (Samples one : List.of(hikari, croft)) {
      rows.add(
          Table.row(
              one.side.name(),
              Ratio.plain(one.times),
              Ratio.plain(one.counts),
              Ratio.plain(one.rates)));
    }
    findings.add(
        new Table(
            "Fifty equal tenants that want more than there is",
            "%d connections; %d threads of each of %d tenants repeat a transaction of 10 ms. The queue divides the time for which connections are held."
                .formatted(BUDGET, THREADS_OF_EACH, TENANTS),
            List.of(
                "pool",
                "time held, furthest from the mean, %",
                "transactions, furthest from the mean, %",
                "transactions/s of all"),
            rows));
  }

  /** One transaction more or less shall not be seen. */
  private long window() {
    return 2 * scale.crowd().toNanos();
  }

  private void sample(Samples samples) throws InterruptedException {
    List<TenantId> tenants = site.pool().subList(0, TENANTS);
    AtomicLongArray held = new AtomicLongArray(TENANTS);
    Crowd crowd =
        Crowd.of(
            TENANTS * THREADS_OF_EACH,
            number -> {
              int tenant = number % TENANTS;
              return () -> held.addAndGet(tenant, samples.side.hold(tenants.get(tenant), WORK));
            });
    OpenLoop.awaitNanos(System.nanoTime() + SETTLING_NANOS);
    long[] doneBefore = served(crowd);
    long[] heldBefore = copy(held);
    OpenLoop.awaitNanos(System.nanoTime() + window());
    long[] done = minus(served(crowd), doneBefore);
    long[] time = minus(copy(held), heldBefore);
    crowd.end();
    samples.times.add(furthest(time));
    samples.counts.add(furthest(done));
    samples.rates.add(Arrays.stream(done).sum() / (window() / 1e9));
  }

  /** Returns how far the one is from the mean that is furthest, in percent. */
  private static double furthest(long[] all) {
    double mean = Arrays.stream(all).average().orElseThrow();
    return 100 * Arrays.stream(all).mapToDouble(n -> Math.abs(n - mean)).max().orElseThrow() / mean;
  }

  private static long[] served(Crowd crowd) {
    long[] done = crowd.done();
    long[] served = new long[TENANTS];
    for (int i = 0; i < done.length; i++) {
      served[i % TENANTS] += done[i];
    }
    return served;
  }

  private static long[] copy(AtomicLongArray all) {
    return IntStream.range(0, all.length()).mapToLong(all::get).toArray();
  }

  private static long[] minus(long[] all, long[] before) {
    return IntStream.range(0, all.length).mapToLong(i -> all[i] - before[i]).toArray();
  }
}
