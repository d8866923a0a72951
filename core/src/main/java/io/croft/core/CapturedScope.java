package io.croft.core;

import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The scope that one thread had, for work that other threads do for it. Such work runs in exactly
 * that scope, and in none where there was none, whatever its thread is bound to; afterwards the
 * thread has again what it had before. So nothing that a thread of a pool has kept is ever used.
 *
 * <p>Immutable; safe for use by many threads, and as often as needed.
 */
public final class CapturedScope {

  /** No scope: work in it is of no tenant, whatever its thread is bound to. */
  public static final CapturedScope NONE = new CapturedScope(Bound.NOTHING);

  private final Bound bound;

  CapturedScope(Bound bound) {
    this.bound = bound;
  }

  /** Runs {@code action} on this thread in the captured scope. */
  public <X extends Throwable> void run(TenantScope.Action<X> action) throws X {
    Boolean unused =
        Binding.<Boolean, X>call(
            bound,
            () -> {
              action.run();
              return true;
            });
  }

  /** Returns what {@code work} returns when run on this thread in the captured scope. */
  public <T, X extends Throwable> T call(TenantScope.Work<T, X> work) throws X {
    return Binding.call(bound, work);
  }

  /**
   * Binds this thread to the captured scope, or to none, and returns what it had, which the same
   * thread binds again afterwards. Nothing undoes it by itself: it is for what carries contexts of
   * many kinds from thread to thread and has no place for a lambda; all else uses {@link #run} and
   * {@link #call}. Tasks that are forked meanwhile inherit nothing; and where it is bound inside of
   * another scope, tasks that were forked in that have none until this is undone.
   */
  public CapturedScope bind() {
    return new CapturedScope(Binding.swap(bound));
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

  /** Returns the last step of a future or a stream, which runs in the captured scope. */
  public <T> Consumer<T> wrapConsumer(Consumer<T> step) {
    return value -> run(() -> step.accept(value));
  }

  /**
   * Returns an executor that runs all work in the captured scope, whoever hands it over. That is
   * what the steps of a future need that others complete: a step is handed over by the thread that
   * completes the one before it, in the scope of that thread. For as long as the scope's own work.
   */
  public Executor on(Executor executor) {
    return work -> executor.execute(wrap(work));
  }

  /**
   * Returns an executor that gives each work the scope of the thread that has handed it over, as
   * with {@link #wrap}, and none where there was none.
   */
  public static Executor propagating(Executor executor) {
    return work -> executor.execute(TenantScope.capture().wrap(work));
  }

  /** The same for all that an executor service takes; it is shut down with {@code executor}. */
  public static ExecutorService propagating(ExecutorService executor) {
    return new ScopedExecutor(executor);
  }

  /**
   * The same, also for what is done later. What is done again and again has no scope: it would keep
   * the tenant long after the work that has asked for it. It may enter one, or be wrapped by hand.
   */
  public static ScheduledExecutorService propagating(ScheduledExecutorService executor) {
    return new ScopedScheduler(executor);
  }
}
