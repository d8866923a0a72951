package io.croft.core;

import java.util.concurrent.Callable;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * A scheduler whose work has the scope of the thread that has handed it over, when it is done once,
 * and none when it is done again and again.
 */
final class ScopedScheduler extends ScopedExecutor implements ScheduledExecutorService {

  private final ScheduledExecutorService scheduler;

  ScopedScheduler(ScheduledExecutorService scheduler) {
    super(scheduler);
    this.scheduler = scheduler;
  }

  @Override
  public ScheduledFuture<?> schedule(Runnable work, long delay, TimeUnit unit) {
    return scheduler.schedule(TenantScope.capture().wrap(work), delay, unit);
  }

  @Override
  public <T> ScheduledFuture<T> schedule(Callable<T> work, long delay, TimeUnit unit) {
    return scheduler.schedule(TenantScope.capture().wrapCallable(work), delay, unit);
  }

  @Override
  public ScheduledFuture<?> scheduleAtFixedRate(
      Runnable work, long initialDelay, long period, TimeUnit unit) {
    return scheduler.scheduleAtFixedRate(CapturedScope.NONE.wrap(work), initialDelay, period, unit);
  }

  @Override
  public ScheduledFuture<?> scheduleWithFixedDelay(
      Runnable work, long initialDelay, long delay, TimeUnit unit) {
    return scheduler.scheduleWithFixedDelay(
        CapturedScope.NONE.wrap(work), initialDelay, delay, unit);
  }
}
