package io.croft.spring.reactive;

import io.croft.core.Access;
import io.croft.core.CapturedScope;
import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import io.croft.core.TenantId;
import io.croft.core.TenantScope;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/**
 * The scope of a tenant in a Reactor context: where it is put, and how blocking work is run in it.
 * A Reactor context belongs to one subscription, not to a thread, and so does the scope.
 *
 * <p>Where Reactor propagates contexts by itself ({@code spring.reactor.context-propagation=auto}),
 * every operator of such a subscription runs in the scope, on whatever thread; elsewhere only what
 * is given to {@link #call} and {@link #run} does.
 */
public final class ReactiveScope {

  /** Under it the context holds the scope. */
  static final String KEY = "io.croft.scope";

  private ReactiveScope() {}

  /**
   * Returns what {@code contextWrite} is given for all before it to be work of {@code tenant}, with
   * full access.
   *
   * <p>Subscribing fails with {@code tenant-already-in-scope} inside the scope of another tenant,
   * and {@code access-already-in-scope} inside one of less access: be it that of the context or,
   * where the context has none, that of the subscribing thread.
   */
  public static Function<Context, Context> of(TenantId tenant) {
    return of(tenant, Access.FULL);
  }

  /** The same with no more than {@code access}; full access may be narrowed to it. */
  public static Function<Context, Context> of(TenantId tenant, Access access) {
    return context -> {
      CapturedScope outer = in(context).orElseGet(TenantScope::capture);
      return context.put(
          KEY, outer.call(() -> TenantScope.call(tenant, access, TenantScope::capture)));
    };
  }

  /**
   * Returns what runs blocking work in the scope of the context, on a thread of {@link
   * Schedulers#boundedElastic} that is interrupted when nobody waits any more; empty when the work
   * returns null.
   *
   * <p>Without a scope in the context it fails with {@code no-tenant-in-scope}, and nothing is run.
   */
  public static <T> Mono<T> call(Callable<T> work) {
    return Mono.deferContextual(
        context ->
            Mono.fromCallable(require(context).wrapCallable(work))
                .subscribeOn(Schedulers.boundedElastic()));
  }

  /** Runs blocking work without a value; otherwise like {@link #call}. */
  public static Mono<Void> run(Runnable work) {
    return Mono.deferContextual(
        context ->
            Mono.<Void>fromRunnable(require(context).wrap(work))
                .subscribeOn(Schedulers.boundedElastic()));
  }

  /** Returns the tenant in the context, empty when there is none. */
  public static Mono<TenantId> current() {
    return Mono.deferContextual(context -> Mono.justOrEmpty(tenant(context)));
  }

  /** Returns the tenant in that context, empty when there is none. */
  public static Optional<TenantId> tenant(ContextView context) {
    return in(context).flatMap(scope -> scope.call(TenantScope::current));
  }

  private static Optional<CapturedScope> in(ContextView context) {
    return context.getOrEmpty(KEY);
  }

  private static CapturedScope require(ContextView context) {
    return in(context)
        .orElseThrow(
            () ->
                new CroftException(
                    ErrorCode.NO_TENANT_IN_SCOPE,
                    "no tenant is in the Reactor context",
                    "put one there with contextWrite(ReactiveScope.of(tenant)), after this work"));
  }
}
