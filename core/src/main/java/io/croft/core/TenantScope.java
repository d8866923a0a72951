package io.croft.core;

import java.util.Optional;

/**
 * The tenant bound to the running code of one thread, and what the code may do to the tenant's
 * rows. Inside a scope every connection that is taken from a {@code CroftDataSource} belongs to
 * that tenant and has that access; outside there is none, and never a default.
 *
 * <p>A scope is not inherited by threads that it starts: a lost tenant is an error that is seen, a
 * retained one is a leak that is not. The exception are tasks that it forks in a {@code
 * StructuredTaskScope} on Java 25 and later: they end before it does. Entering a scope of another
 * tenant inside a scope is refused; entering the same tenant again is allowed. Inside full access a
 * narrower one may be entered; any other change of access is refused, so that none is ever widened.
 *
 * <p>Inside a scope the key {@code tenant} of the logging context (MDC) is the tenant's identity;
 * after it, what it was before. A forked task has the scope, and in its logs only what it enters.
 */
public final class TenantScope {

  private TenantScope() {}

  /** Work that returns a value and may throw an exception of its own kind. */
  @FunctionalInterface
  public interface Work<T, X extends Throwable> {
    T run() throws X;
  }

  /** Work without a value that may throw an exception of its own kind. */
  @FunctionalInterface
  public interface Action<X extends Throwable> {
    void run() throws X;
  }

  /**
   * Returns what {@code work} returns when run on this thread as {@code tenant}, with full access.
   *
   * @throws CroftException {@code tenant-already-in-scope} when another tenant is bound, {@code
   *     access-already-in-scope} when the tenant is bound with less than full access
   * @throws X what the work throws, unchanged
   */
  public static <T, X extends Throwable> T call(TenantId tenant, Work<T, X> work) throws X {
    return call(tenant, Access.FULL, work);
  }

  /** The same with no more than {@code access}; full access may be narrowed to it. */
  public static <T, X extends Throwable> T call(TenantId tenant, Access access, Work<T, X> work)
      throws X {
    return Binding.call(inside(Bound.to(tenant, access)), work);
  }

  /** Runs {@code action} on this thread as {@code tenant}; otherwise like {@link #call}. */
  public static <X extends Throwable> void run(TenantId tenant, Action<X> action) throws X {
    run(tenant, Access.FULL, action);
  }

  /** The same with no more than {@code access}; full access may be narrowed to it. */
  public static <X extends Throwable> void run(TenantId tenant, Access access, Action<X> action)
      throws X {
    Boolean unused =
        TenantScope.<Boolean, X>call(
            tenant,
            access,
            () -> {
              action.run();
              return true;
            });
  }

  /** Returns what may be bound inside of what is. */
  static Bound inside(Bound inner) {
    Bound outer = Binding.current();
    if (outer.isNothing() || outer.equals(inner)) {
      return inner;
    }
    if (!outer.tenant().equals(inner.tenant())) {
      throw new CroftException(
          ErrorCode.TENANT_ALREADY_IN_SCOPE,
          "tenant %s cannot be entered inside the scope of tenant %s"
              .formatted(inner.tenant().orElseThrow(), outer.tenant().orElseThrow()),
          "leave the scope first; work for many tenants is a loop of scopes, not a nest");
    }
    if (!outer.access().orElseThrow().isFull()) {
      throw new CroftException(
          ErrorCode.ACCESS_ALREADY_IN_SCOPE,
          "access %s to tenant %s cannot be entered inside the scope of access %s"
              .formatted(
                  inner.access().orElseThrow(),
                  inner.tenant().orElseThrow(),
                  outer.access().orElseThrow()),
          "begin with full access and narrow it, or leave the scope first");
    }
    return inner;
  }

  /**
   * Returns the scope of this thread, or that it has none, to be taken to other threads: no scope
   * goes there by itself.
   */
  public static CapturedScope capture() {
    return new CapturedScope(Binding.current());
  }

  /** Returns the tenant bound to this thread, empty when there is none. */
  public static Optional<TenantId> current() {
    return Binding.current().tenant();
  }

  /** Returns what the code of this thread may do to its tenant's rows, empty without a tenant. */
  public static Optional<Access> currentAccess() {
    return Binding.current().access();
  }

  /**
   * Returns true when exactly that tenant and access are bound to this thread. It is asked before
   * each statement: one look at the thread, and nothing is allocated.
   */
  public static boolean isBoundTo(TenantId tenant, Access access) {
    Bound bound = Binding.current();
    return !bound.isNothing()
        && bound.tenant().orElseThrow().equals(tenant)
        && bound.access().orElseThrow().equals(access);
  }

  /**
   * Returns the tenant bound to this thread.
   *
   * @throws CroftException {@code no-tenant-in-scope} when there is none
   */
  public static TenantId require() {
    return current()
        .orElseThrow(
            () ->
                new CroftException(
                    ErrorCode.NO_TENANT_IN_SCOPE,
                    "no tenant is bound to thread \"" + Thread.currentThread().getName() + "\"",
                    "run the work inside TenantScope.call(tenant, ...)"));
  }
}
