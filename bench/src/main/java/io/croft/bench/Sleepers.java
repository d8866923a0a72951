package io.croft.bench;

import io.croft.core.TenantId;
import io.croft.jdbc.CroftDataSource;
import java.lang.management.ManagementFactory;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What tenants cost a process that knows them and holds nothing for them. They are learned as in
 * life, by a request; as their databases are not there, each request comes while another tenant
 * holds the only connection, and gives up.
 */
final class Sleepers implements Part {

  private static final double MOST_MEGABYTES = 5;
  private static final int THREADS = 4;
  private static final Duration IDLE = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofMillis(1);
  private static final String QUERY = "SELECT 1";
  private static final int COLLECTIONS = 4;

  private final Site site;
  private final DataScale scale;
  private final Homes homes;

  Sleepers(Site site, DataScale scale, Homes homes) {
    this.site = site;
    this.scale = scale;
    this.homes = homes;
  }

  /** What the process uses. */
  private record Use(int threads, double megabytes) {

    static Use now() {
      for (int i = 0; i < COLLECTIONS; i++) {
        System.gc();
      }
      return new Use(
          ManagementFactory.getThreadMXBean().getThreadCount(),
          ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / 1e6);
    }
  }

  @Override
  public String title() {
    return "sleeping tenants";
  }

  @Override
  public void measure(Findings findings) throws SQLException, InterruptedException {
    List<TenantId> tenants = homes.rows();
    CroftDataSource source =
        site.reopen(1, builder -> builder.idleTimeout(IDLE).connectionTimeout(PATIENCE));
    Side croft = new Side(Side.CROFT, source, Binding.SCOPE);
    croft.query(site.pool().get(0), QUERY);
    // Loads the classes and starts the threads that any number of tenants needs.
    Use[] use = new Use[2];
    holding(
        source,
        () -> {
          learn(croft, site.pool());
          use[0] = Use.now();
          learn(croft, tenants);
        });
    homes.awaitAsleep();
    Use once = Use.now();
    OpenLoop.awaitNanos(System.nanoTime() + scale.forgotten().toNanos());
    Use later = Use.now();
    report(findings, tenants.size(), use[0], once, later);
    site.reopen(Site.BUDGET, any -> any);
  }

  private void report(Findings findings, int number, Use before, Use once, Use later) {
    int threads = Math.max(0, later.threads() - before.threads());
    double megabytes = later.megabytes() - before.megabytes();
    String what = "%,d sleeping databases: ".formatted(number);
    findings.add(Outcome.atMost(0, "threads", what + "threads", "-", single(threads)));
    findings.add(Outcome.atMost(MOST_MEGABYTES, "MB", what + "heap", "-", single(megabytes)));
    findings.add(
        new Table(
            "Sleeping tenants",
            "%,d tenants whose placements in databases of their own are in the catalog and known to the process; the databases are not there. Heap after a collection."
                .formatted(number),
            List.of("when", "threads more", "heap more, MB", "bytes each"),
            List.of(
                row("at once", number, before, once),
                row(
                    "%d s later".formatted(scale.forgotten().toSeconds()),
                    number,
                    before,
                    later))));
  }

  private static List<Object> row(String when, int number, Use before, Use after) {
    double megabytes = after.megabytes() - before.megabytes();
    return Table.row(
        when, after.threads() - before.threads(), megabytes, Math.round(megabytes * 1e6 / number));
  }

  private static Ratio single(double value) {
    return new Ratio(value, value, value);
  }

  private interface Work {
    void run() throws SQLException, InterruptedException;
  }

  /** Does the work while the only connection is held. */
  private void holding(CroftDataSource source, Work work)
      throws SQLException, InterruptedException {
    InterruptedException[] interrupted = new InterruptedException[1];
    Binding.SCOPE.call(
        site.pool().get(0),
        () -> {
          try (Connection connection = source.getConnection();
              Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute(QUERY);
            work.run();
            connection.commit();
          } catch (InterruptedException e) {
            interrupted[0] = e;
          }
          return 0;
        });
    if (interrupted[0] != null) {
      throw interrupted[0];
    }
  }

  /** Sends one request for each tenant, which is told that there is no connection. */
  private static void learn(Side croft, List<TenantId> tenants) throws InterruptedException {
    AtomicInteger next = new AtomicInteger();
    Crowd.untilDone(
        THREADS,
        thread ->
            () -> {
              int number = next.getAndIncrement();
              if (number >= tenants.size()) {
                return false;
              }
              inVain(croft, tenants.get(number));
              return true;
            });
  }

  private static void inVain(Side croft, TenantId tenant) throws SQLException {
    if (croft.got(tenant, QUERY)) {
      throw new IllegalStateException(tenant + " got a connection although none was free");
    }
  }
}
