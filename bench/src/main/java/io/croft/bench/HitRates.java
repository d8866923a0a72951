package io.croft.bench;

import io.croft.core.TenantId;
import io.croft.tools.CountingSockets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** How often a request finds a connection of its login, when tenants outnumber connections. */
final class HitRates implements Part {

  private static final List<Integer> BUDGETS = List.of(16, 50);
  private static final int THREADS = 8;
  private static final int WARM_UP_SHARE = 3;
  private static final String QUERY = "SELECT count(*) FROM account";

  private final Site site;
  private final DataScale scale;
  private final Homes homes;

  HitRates(Site site, DataScale scale, Homes homes) {
    this.site = site;
    this.scale = scale;
    this.homes = homes;
  }

  /**
   * Tenants by how often they come.
   *
   * @param all the most frequent first
   * @param databases how many live in databases of their own, evenly among the others
   */
  private record Active(List<TenantId> all, int databases) {

    boolean inDatabase(int rank) {
      long share = databases;
      return (rank + 1) * share / all.size() > rank * share / all.size();
    }
  }

  /** What so many requests have met. */
  private static final class Requests {
    private final Histogram latencies = new ConcurrentHistogram(3);
    private final AtomicLong toDatabases = new AtomicLong();
  }

  @Override
  public String title() {
    return "hit rates of connections";
  }

  @Override
  public void measure(Findings findings) throws SQLException, InterruptedException {
    List<List<Object>> rows = new ArrayList<>();
    for (int number : scale.active()) {
      Active active = active(number);
      for (int budget : BUDGETS) {
        rows.add(row(active, budget));
      }
    }
    findings.add(
        new Table(
            "Hit rates",
            "%d clients in a closed loop; tenants come by Zipf's law (exponent 1); every database and every tenant of the pool is real, the rest of the active ones beside the databases live in the pool. A hit finds a connection of its login; misses are counted as log-ins, all of them charged to the databases in the last column."
                .formatted(THREADS),
            List.of(
                "active tenants",
                "of them databases",
                "budget",
                "requests",
                "log-ins",
                "p50 ms",
                "p99 ms",
                "hits, %",
                "hits of requests to databases, %"),
            rows));
  }

  /** Places the databases evenly among the ranks. */
  private Active active(int number) throws SQLException {
    List<TenantId> databases = homes.databases();
    List<TenantId> pool = homes.pool();
    int real = Math.min(number, databases.size());
    List<TenantId> all = new ArrayList<>();
    int inDatabases = 0;
    for (int rank = 0; rank < number; rank++) {
      boolean next = (rank + 1L) * real / number > (long) rank * real / number;
      all.add(next ? databases.get(inDatabases) : pool.get(rank - inDatabases));
      inDatabases += next ? 1 : 0;
    }
    return new Active(List.copyOf(all), real);
  }

  private List<Object> row(Active active, int budget) throws InterruptedException {
    Side croft = new Side(Side.CROFT, site.reopen(budget, any -> any), Binding.SCOPE);
    run(croft, active, scale.requests() / WARM_UP_SHARE, 1);
    long before = CountingSockets.sockets();
    Requests requests = run(croft, active, scale.requests(), 2);
    long logins = CountingSockets.sockets() - before;
    return Table.row(
        active.all().size(),
        active.databases(),
        budget,
        scale.requests(),
        logins,
        requests.latencies.getValueAtPercentile(50) / 1e6,
        requests.latencies.getValueAtPercentile(99) / 1e6,
        percent(logins, scale.requests()),
        percent(logins, requests.toDatabases.get()));
  }

  private static double percent(long misses, long requests) {
    return requests == 0 ? 100 : 100.0 * (requests - misses) / requests;
  }

  private static Requests run(Side side, Active active, int number, long seed)
      throws InterruptedException {
    Requests requests = new Requests();
    AtomicInteger left = new AtomicInteger(number);
    Crowd.untilDone(
        THREADS,
        thread -> {
          Zipf ranks = new Zipf(active.all().size(), seed * 1_000 + thread);
          return () -> {
            if (left.getAndDecrement() <= 0) {
              return false;
            }
            int rank = ranks.next();
            long begun = System.nanoTime();
            side.query(active.all().get(rank), QUERY);
            requests.latencies.recordValue(System.nanoTime() - begun);
            requests.toDatabases.addAndGet(active.inDatabase(rank) ? 1 : 0);
            return true;
          };
        });
    return requests;
  }
}
