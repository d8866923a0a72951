package io.croft.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The request that this process end, by Ctrl-C or a signal. While it is watched, the process ends
 * only after the watcher has cleaned up and closed it, or after half a minute.
 */
final class Ending implements AutoCloseable {

  private static final long PATIENCE_SECONDS = 30;

  private final CountDownLatch requested = new CountDownLatch(1);
  private final CountDownLatch cleaned = new CountDownLatch(1);
  private final Thread hook = new Thread(this::request, "croft-ending");

  private Ending() {}

  /** Begins to watch; the caller closes it when all is cleaned up. */
  static Ending watch() {
    Ending ending = new Ending();
    Runtime.getRuntime().addShutdownHook(ending.hook);
    return ending;
  }

  private void request() {
    requested.countDown();
    try {
      if (!cleaned.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        Runtime.getRuntime().halt(Exit.INTERRUPTED.status());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Returns whether the request has come. */
  boolean isRequested() {
    return requested.getCount() == 0;
  }

  /** Waits for the request, at most so long; returns true when it has come. */
  boolean await(Duration atMost) throws InterruptedException {
    return requested.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    cleaned.countDown();
    if (requested.getCount() > 0) {
      Runtime.getRuntime().removeShutdownHook(hook);
    }
  }
}
