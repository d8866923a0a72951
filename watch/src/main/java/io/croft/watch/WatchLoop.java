package io.croft.watch;

import io.croft.catalog.ControlCatalog;
import io.croft.catalog.Server;
import io.croft.core.CroftException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes rounds over servers on a thread of its own until it is closed, one server after the other.
 * Closing it ends a round between two homes.
 */
public final class WatchLoop implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(WatchLoop.class);
  private static final long PATIENCE_SECONDS = 20;

  private final Watch watch;
  private final Supplier<List<String>> servers;
  private final String worker;
  private final WatchListener listener;
  private final Consumer<RoundReport> reports;
  private final ScheduledExecutorService timer;
  private volatile boolean stopped;

  private WatchLoop(
      Watch watch,
      Supplier<List<String>> servers,
      String worker,
      WatchListener listener,
      Consumer<RoundReport> reports) {
    this.watch = watch;
    this.servers = servers;
    this.worker = worker;
    this.listener = listener;
    this.reports = reports;
    this.timer =
        Executors.newSingleThreadScheduledExecutor(
            work -> {
              Thread thread = new Thread(work, "croft watch");
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * Starts the rounds, the first at once.
   *
   * @param servers asked before each round, so that new servers are watched too
   * @param pause from the end of one round to the beginning of the next
   * @param reports hears of every round, on the thread of the watch
   */
  public static WatchLoop start(
      Watch watch,
      Supplier<List<String>> servers,
      String worker,
      Duration pause,
      WatchListener listener,
      Consumer<RoundReport> reports) {
    WatchLoop loop = new WatchLoop(watch, servers, worker, listener, reports);
    ScheduledFuture<?> unused =
        loop.timer.scheduleWithFixedDelay(
            loop::roundOverAll, 0, pause.toMillis(), TimeUnit.MILLISECONDS);
    return loop;
  }

  /** Returns the names of all servers of a catalog. */
  public static List<String> allServers(ControlCatalog catalog) {
    return catalog.servers().stream().map(Server::name).toList();
  }

  private void roundOverAll() {
    try {
      for (String server : servers.get()) {
        if (!stopped) {
          round(server);
        }
      }
    } catch (RuntimeException e) {
      // The executor would drop every later round.
      LOG.error("a round of the watch failed: {}", e.toString());
    }
  }

  /** A round that fails is not the fault of the next one. */
  private void round(String server) {
    try {
      reports.accept(watch.round(server, worker, listener, () -> stopped));
    } catch (CroftException e) {
      if (stopped) {
        LOG.info("a round over server {} was cut off: {}", server, e.getMessage());
        return;
      }
      LOG.error(
          "server {} is not watched: {}: {}; {}",
          server,
          e.code().code(),
          e.getMessage(),
          e.hint());
    } catch (RuntimeException e) {
      LOG.error("server {} is not watched", server, e);
    }
  }

  @Override
  public void close() {
    stopped = true;
    end(timer);
  }

  private static void end(ExecutorService timer) {
    timer.shutdown();
    try {
      if (!timer.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        timer.shutdownNow();
      }
    } catch (InterruptedException e) {
      timer.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
