package io.croft.jdbc;

import io.croft.catalog.BudgetClaim;
import io.croft.catalog.BudgetShare;
import io.croft.core.CroftException;
import io.croft.core.DaemonThreads;
import io.croft.core.ErrorCode;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This process as one of those that share the servers' connection budgets. A thread of its own
 * claims again and again, so that a catalog that does not answer holds nobody up; the pools go on
 * within their last shares then.
 */
final class BudgetHolder implements AutoCloseable {

  /** What a process that dies holds is free after this time. */
  static final Duration LASTS = Duration.ofSeconds(10);

  private static final Logger LOG = LoggerFactory.getLogger(BudgetHolder.class);

  private static final long PERIOD_MILLIS = 1_000;

  /** How soon is asked again for what others are giving back. */
  private static final long AGAIN_MILLIS = 200;

  private static final long PATIENCE_MILLIS = 2_000;

  private final WatchedCatalog catalog;
  private final String who;
  private final UUID id = UUID.randomUUID();
  private final AtomicLong turn = new AtomicLong();
  private final ConcurrentHashMap<PoolBudget, AtomicBoolean> pools = new ConcurrentHashMap<>();
  private final ScheduledThreadPoolExecutor thread;
  private boolean refused;

  BudgetHolder(WatchedCatalog catalog, String application) {
    this.catalog = catalog;
    this.who = application + " " + ManagementFactory.getRuntimeMXBean().getName();
    this.thread =
        new ScheduledThreadPoolExecutor(
            1,
            new DaemonThreads("croft-jdbc-budget"),
            // What is asked for after the closing needs no answer.
            new ThreadPoolExecutor.DiscardPolicy());
  }

  /** Returns the first share of a server; asks the catalog, in the caller's thread. */
  BudgetShare join(String server) {
    return hold(server, new BudgetDemand(0, 1, 1));
  }

  /** Claims for {@code pool} from now on. */
  void keep(PoolBudget pool) {
    pools.put(pool, new AtomicBoolean());
    Future<?> unused =
        thread.scheduleWithFixedDelay(
            () -> renew(pool), PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** Claims as soon as the thread is free, once for all who ask until then. Does not block. */
  void soon(PoolBudget pool) {
    ask(pool, 0);
  }

  /** Gives all shares back, if the catalog takes them soon; else they end by themselves. */
  @Override
  public void close() {
    if (!pools.isEmpty() && catalog.reachable() && !thread.isShutdown()) {
      Future<?> left = thread.submit(this::leave);
      try {
        left.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (ExecutionException | TimeoutException e) {
        LOG.debug("shares of budgets were not given back; they end by themselves", e);
      }
    }
    thread.shutdownNow();
  }

  private void ask(PoolBudget pool, long delayMillis) {
    AtomicBoolean asked = pools.get(pool);
    if (asked != null && asked.compareAndSet(false, true)) {
      Future<?> unused =
          thread.schedule(
              () -> {
                asked.set(false);
                renew(pool);
              },
              delayMillis,
              TimeUnit.MILLISECONDS);
    }
  }

  private void leave() {
    List<PoolBudget> leaving = new ArrayList<>(pools.keySet());
    pools.clear();
    leaving.forEach(pool -> catalog.releaseBudget(pool.server(), id));
  }

  /** Claims, and once more at once when less is used than is counted. */
  private void renew(PoolBudget pool) {
    if (!pools.containsKey(pool)) {
      return;
    }
    if (!catalog.reachable()) {
      pool.goOn();
      return;
    }
    try {
      if (pool.take(hold(pool.server(), pool.demand()))) {
        pool.take(hold(pool.server(), pool.demand()));
      }
      refused = false;
      if (pool.lacks()) {
        ask(pool, AGAIN_MILLIS);
      }
    } catch (CroftException e) {
      pool.goOn();
      // That the catalog does not answer has been said.
      if (!refused && e.code() != ErrorCode.CATALOG_UNREACHABLE) {
        LOG.warn(
            "connections cannot be shared with other processes, and go on within the last shares;"
                + " asked again every {} ms: {}: {}",
            PERIOD_MILLIS,
            e.code().code(),
            e.getMessage());
        refused = true;
      }
    } catch (RuntimeException e) {
      LOG.error("the share of the budget of server {} was not renewed", pool.server(), e);
    }
  }

  private BudgetShare hold(String server, BudgetDemand demand) {
    return catalog.holdBudget(
        new BudgetClaim(
            server,
            id,
            who,
            turn.incrementAndGet(),
            demand.used(),
            demand.needed(),
            demand.wished(),
            LASTS));
  }
}
