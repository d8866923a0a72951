package io.croft.core;

import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The scope that one thread had, for work that other threads do for it. Such work runs in exactly
 * that scope, and in none where there was none, whatever its thread is bound to; afterwards the
 * thread has again what it had before. So nothing that a thread of a pool has kept is ever used.
 *
 * <p>Immutable; safe for use by many threads, and as often as needed.
 */
public final class CapturedScope {

  private final TenantScope.@Nullable Bound bound;

  CapturedScope(TenantScope.@Nullable Bound bound) {
    this.bound = bound;
  }

  /** Runs {@code action} on this thread in the captured scope. */
  public <X extends Throwable> void run(TenantScope.Action<X> action) throws X {
    TenantScope.@Nullable Bound before = TenantScope.swap(bound);
    try {
      action.run();
    } finally {
      TenantScope.swap(before);
    }
  }

  /** Returns what {@code work} returns when run on this thread in the captured scope. */
  public <T, X extends Throwable> T call(TenantScope.Work<T, X> work) throws X {
    TenantScope.@Nullable Bound before = TenantScope.swap(bound);
    try {
      return work.run();
    } finally {
      TenantScope.swap(before);
    }
  }

  /** Returns the work, which runs in the captured scope wherever it is run. */
  public Runnable wrap(Runnable work) {
    return () -> run(work::run);
  }

  /** Returns the work, which runs in the captured scope wherever it is run. */
  public <T> Callable<T> wrapCallable(Callable<T> work) {
    return () -> call(work::call);
  }

  /** Returns the work, which runs in the captured scope wherever it is run. */
  public <T> Supplier<T> wrapSupplier(Supplier<T> work) {
    return () -> call(work::get);
  }

  /**
   * Returns the step of a future or a stream, which runs in the captured scope wherever it does.
   */
  public <T, R> Function<T, R> wrapFunction(Function<T, R> step) {
    return value -> call(() -> step.apply(value));
  }

  /**
   * Returns an executor that gives each work the scope of the thread that has handed it over, as
   * with {@link #wrap}.
   */
  public static Executor propagating(Executor executor) {
    return work -> executor.execute(TenantScope.capture().wrap(work));
  }
}
