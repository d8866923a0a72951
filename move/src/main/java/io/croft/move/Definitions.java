package io.croft.move;

import io.croft.core.DaemonThreads;
import java.sql.Connection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Looks whether the old home's tables are as they were when they were copied. It has a session and
 * a thread of its own, so that a look under the fence goes on beside all else.
 */
final class Definitions implements AutoCloseable {

  private final Route route;
  private final String expected;
  private final Connection source;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(new DaemonThreads("croft move definitions"));

  Definitions(MoverAccess access, Route route, String expected) {
    this.route = route;
    this.expected = expected;
    this.source = MoverSession.open(access, route.from());
  }

  /** Begins to look; the result raises {@code schema-differs} unless they are as they were. */
  Future<?> look() {
    return thread.submit(
        (Callable<@Nullable Void>)
            () -> {
              TableShapes.requireDefinitions(source, route, expected);
              return null;
            });
  }

  @Override
  public void close() {
    thread.shutdownNow();
    MoverSession.closeAll(List.of(source));
  }
}
