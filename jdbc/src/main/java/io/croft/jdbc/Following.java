package io.croft.jdbc;

import io.croft.core.CroftException;
import io.croft.core.DaemonThreads;
import io.croft.core.Placement;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A thread that asks the catalog, all the time, whether the standing of any tenant has changed, and
 * whether one that this process serves is about to be taken to another home. While the catalog does
 * not answer, what is known holds, and the thread asks until it does.
 */
final class Following implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Following.class);
  private static final long PERIOD_MILLIS = 1_000;

  private final WatchedCatalog catalog;
  private final Standings standings;
  private final Placements placements;
  private final Foresight foresight;
  private final Future<?> running;
  private boolean refused;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(new DaemonThreads("croft-jdbc-catalog"));

  Following(
      WatchedCatalog catalog, Standings standings, Placements placements, Foresight foresight) {
    this.catalog = catalog;
    this.standings = standings;
    this.placements = placements;
    this.foresight = foresight;
    this.running =
        thread.scheduleWithFixedDelay(
            this::follow, PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    running.cancel(false);
    thread.shutdownNow();
  }

  private void follow() {
    try {
      if (!catalog.reachable()) {
        catalog.probe();
      }
      standings.follow(placements::forget);
      lookAhead();
      refused = false;
    } catch (CroftException e) {
      // That it does not answer has been said.
      if (!refused && catalog.reachable()) {
        LOG.warn("the limits of tenants are those of before: {}", e.getMessage());
        refused = true;
      }
    } catch (RuntimeException e) {
      LOG.error("the standings of tenants could not be followed", e);
    }
  }

  /** Nothing depends on it, and an older catalog cannot tell. */
  private void lookAhead() {
    try {
      for (Placement next : catalog.arrivals()) {
        @Nullable Placement present = placements.known(next.tenant());
        if (present != null && present.epoch() < next.epoch()) {
          foresight.arriving(present, next);
        }
      }
    } catch (CroftException e) {
      LOG.debug("where tenants are about to be taken is not known: {}", e.getMessage());
    }
  }
}
