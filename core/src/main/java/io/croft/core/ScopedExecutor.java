package io.croft.core;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** An executor service whose work has the scope of the thread that has handed it over. */
class ScopedExecutor implements ExecutorService {

  private final ExecutorService executor;

  ScopedExecutor(ExecutorService executor) {
    this.executor = executor;
  }

  @Override
  public final void execute(Runnable work) {
    executor.execute(TenantScope.capture().wrap(work));
  }

  @Override
  public final Future<?> submit(Runnable work) {
    return executor.submit(TenantScope.capture().wrap(work));
  }

  @Override
  public final <T> Future<T> submit(Runnable work, T result) {
    return executor.submit(TenantScope.capture().wrap(work), result);
  }

  @Override
  public final <T> Future<T> submit(Callable<T> work) {
    return executor.submit(TenantScope.capture().wrapCallable(work));
  }

  @Override
  public final <T> List<Future<T>> invokeAll(Collection<? extends Callable<T>> work)
      throws InterruptedException {
    return executor.invokeAll(wrapped(work));
  }

  @Override
  public final <T> List<Future<T>> invokeAll(
      Collection<? extends Callable<T>> work, long timeout, TimeUnit unit)
      throws InterruptedException {
    return executor.invokeAll(wrapped(work), timeout, unit);
  }

  @Override
  public final <T> T invokeAny(Collection<? extends Callable<T>> work)
      throws InterruptedException, ExecutionException {
    return executor.invokeAny(wrapped(work));
  }

  @Override
  public final <T> T invokeAny(Collection<? extends Callable<T>> work, long timeout, TimeUnit unit)
      throws InterruptedException, ExecutionException, TimeoutException {
    return executor.invokeAny(wrapped(work), timeout, unit);
  }

  private static <T> List<Callable<T>> wrapped(Collection<? extends Callable<T>> work) {
    CapturedScope captured = TenantScope.capture();
    List<Callable<T>> all = new ArrayList<>(work.size());
    for (Callable<T> one : work) {
      all.add(captured.wrapCallable(one));
    }
    return all;
  }

  @Override
  public final void shutdown() {
    executor.shutdown();
  }

  @Override
  public final List<Runnable> shutdownNow() {
    return executor.shutdownNow();
  }

  @Override
  public final boolean isShutdown() {
    return executor.isShutdown();
  }

  @Override
  public final boolean isTerminated() {
    return executor.isTerminated();
  }

  @Override
  public final boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
    return executor.awaitTermination(timeout, unit);
  }

  /**
   * Closes the executor in its own way, where Java lets executors be closed (19 and later): the
   * common pool, for example, stays open.
   */
  // No override for the Java that compiles it.
  @SuppressWarnings("MissingOverride")
  public final void close() {
    if (executor instanceof AutoCloseable closeable) {
      try {
        closeable.close();
      } catch (RuntimeException e) {
        throw e;
      } catch (Exception e) {
        throw new IllegalStateException("the executor cannot be closed", e);
      }
    } else {
      executor.shutdown();
    }
  }
}
