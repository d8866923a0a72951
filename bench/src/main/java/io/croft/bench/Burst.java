package io.croft.bench;

import io.croft.core.TenantId;
import io.croft.jdbc.CroftDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Ten threads that come to a sleeping tenant at the same moment. */
final class Burst implements Part {

  private static final double MOST = 1.3;
  private static final int THREADS = 10;
  private static final Duration IDLE = Duration.ofSeconds(1);
  private static final String QUERY = "SELECT count(*) FROM account";

  private final Site site;
  private final DataScale scale;
  private final Homes homes;

  Burst(Site site, DataScale scale, Homes homes) {
    this.site = site;
    this.scale = scale;
    this.homes = homes;
  }

  @Override
  public String title() {
    return "a burst of ten on a sleeping tenant";
  }

  @Override
  public void measure(Findings findings) throws SQLException, InterruptedException {
    int rounds = scale.rows().rounds();
    List<TenantId> tenants = homes.databases().subList(0, Math.min(rounds + 1, scale.databases()));
    CroftDataSource source = site.reopen(Site.BUDGET, builder -> builder.idleTimeout(IDLE));
    Side croft = new Side(Side.CROFT, source, Binding.SCOPE);
    for (TenantId tenant : tenants) {
      croft.query(tenant, QUERY);
    }
    homes.awaitAsleep();
    List<Double> raw = new ArrayList<>();
    List<Double> ofCroft = new ArrayList<>();
    List<Double> ofHikari = new ArrayList<>();
    for (int round = -1; round < rounds; round++) {
      TenantId tenant = tenants.get((round + 1) % tenants.size());
      double rawOnes = millis(() -> raw(tenant));
      double croftOnes = millis(() -> croft.query(tenant, QUERY));
      Side hikari = new Side(Side.HIKARI, site.coldHome(tenant, THREADS), Binding.NONE);
      double hikariOnes = millis(() -> hikari.query(tenant, QUERY));
      site.closeCompared();
      if (round >= 0) {
        raw.add(rawOnes);
        ofCroft.add(croftOnes);
        ofHikari.add(hikariOnes);
      }
    }
    Ratio ratio = Ratio.of(ofCroft, raw);
    String other = "ten connects by the driver at once";
    findings.add(
        Outcome.atMost(MOST, "", "burst of ten on a sleeping database home", other, ratio));
    findings.add(
        new Table(
            "A burst of ten on a sleeping tenant",
            "Ten threads come at once to a database home without a connection; the time until the last has its row.",
            List.of("way", "ms", "ratio"),
            List.of(
                Table.row("ten connects by the driver", Ratio.median(raw), Ratio.of(raw, raw)),
                Table.row(Side.CROFT, Ratio.median(ofCroft), ratio),
                Table.row(
                    "HikariCP, an empty pool of ten",
                    Ratio.median(ofHikari),
                    Ratio.of(ofHikari, raw)))));
  }

  private void raw(TenantId tenant) throws SQLException {
    try (Connection connection = site.raw(tenant);
        Statement statement = connection.createStatement()) {
      statement.executeQuery(QUERY).close();
    }
  }

  /** Returns how many milliseconds it takes until all threads have done it. */
  private static double millis(Crowd.Job job) throws InterruptedException {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    CyclicBarrier begin = new CyclicBarrier(THREADS + 1);
    try {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        all.add(
            threads.submit(
                () -> {
                  begin.await();
                  job.run();
                  return true;
                }));
      }
      begin.await();
      long begun = System.nanoTime();
      for (Future<?> one : all) {
        one.get();
      }
      return (System.nanoTime() - begun) / 1e6;
    } catch (ExecutionException | BrokenBarrierException e) {
      throw new IllegalStateException("a thread of the burst failed", e);
    } finally {
      threads.shutdown();
    }
  }
}
