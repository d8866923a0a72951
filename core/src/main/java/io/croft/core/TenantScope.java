package io.croft.core;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * The tenant bound to the running code of one thread, and what the code may do to the tenant's
 * rows. Inside a scope every connection that is taken from a {@code CroftDataSource} belongs to
 * that tenant and has that access; outside there is none, and never a default.
 *
 * <p>A scope is not inherited by threads that it starts: a lost tenant is an error that is seen, a
 * retained one is a leak that is not. Entering a scope of another tenant inside a scope is refused;
 * entering the same tenant again is allowed. Inside full access a narrower one may be entered; any
 * other change of access is refused, so that none is ever widened.
 *
 * <p>Inside a scope the key {@code tenant} of the logging context (MDC) is the tenant's identity.
 */
public final class TenantScope {

  /** Under it logs show the tenant of a scope. */
  private static final String MDC_KEY = "tenant";

  private static final ThreadLocal<@Nullable Bound> CURRENT = new ThreadLocal<>();

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

  record Bound(TenantId tenant, Access access) {}

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
    @Nullable Bound outer = enter(new Bound(tenant, access));
    try {
      return work.run();
    } finally {
      leave(outer);
    }
  }

  /** Runs {@code action} on this thread as {@code tenant}; otherwise like {@link #call}. */
  public static <X extends Throwable> void run(TenantId tenant, Action<X> action) throws X {
    run(tenant, Access.FULL, action);
  }

  /** The same with no more than {@code access}; full access may be narrowed to it. */
  public static <X extends Throwable> void run(TenantId tenant, Access access, Action<X> action)
      throws X {
    @Nullable Bound outer = enter(new Bound(tenant, access));
    try {
      action.run();
    } finally {
      leave(outer);
    }
  }

  /** Returns what was bound before. */
  private static @Nullable Bound enter(Bound inner) {
    @Nullable Bound outer = CURRENT.get();
    if (outer != null && !outer.tenant().equals(inner.tenant())) {
      throw new CroftException(
          ErrorCode.TENANT_ALREADY_IN_SCOPE,
          "tenant "
              + inner.tenant()
              + " cannot be entered inside the scope of tenant "
              + outer.tenant(),
          "leave the scope first; work for many tenants is a loop of scopes, not a nest");
    }
    if (outer != null && !outer.access().isFull() && !outer.access().equals(inner.access())) {
      throw new CroftException(
          ErrorCode.ACCESS_ALREADY_IN_SCOPE,
          "access %s to tenant %s cannot be entered inside the scope of access %s"
              .formatted(inner.access(), inner.tenant(), outer.access()),
          "begin with full access and narrow it, or leave the scope first");
    }
    bind(inner);
    return outer;
  }

  private static void leave(@Nullable Bound outer) {
    bind(outer);
  }

  private static void bind(@Nullable Bound bound) {
    if (bound == null) {
      CURRENT.remove();
      MDC.remove(MDC_KEY);
    } else {
      CURRENT.set(bound);
      MDC.put(MDC_KEY, bound.tenant().toString());
    }
  }

  /** Binds what another thread had, or nothing, whatever is bound; returns what was. */
  static @Nullable Bound swap(@Nullable Bound bound) {
    @Nullable Bound before = CURRENT.get();
    bind(bound);
    return before;
  }

  /**
   * Returns the scope of this thread, or that it has none, to be taken to other threads: no scope
   * goes there by itself.
   */
  public static CapturedScope capture() {
    return new CapturedScope(CURRENT.get());
  }

  /** Returns the tenant bound to this thread, empty when there is none. */
  public static Optional<TenantId> current() {
    return Optional.ofNullable(CURRENT.get()).map(Bound::tenant);
  }

  /** Returns what the code of this thread may do to its tenant's rows, empty without a tenant. */
  public static Optional<Access> currentAccess() {
    return Optional.ofNullable(CURRENT.get()).map(Bound::access);
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
