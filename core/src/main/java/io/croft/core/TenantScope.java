package io.croft.core;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The tenant bound to the running code of one thread. Inside a scope every connection of a {@code
 * CroftDataSource} belongs to that tenant; outside there is none, and never a default.
 *
 * <p>A scope is not inherited by threads that it starts: a lost tenant is an error that is seen, a
 * retained one is a leak that is not. Entering a scope of another tenant inside a scope is refused;
 * entering the same tenant again is allowed.
 */
public final class TenantScope {

  private static final ThreadLocal<@Nullable TenantId> CURRENT = new ThreadLocal<>();

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
   * Returns what {@code work} returns when run on this thread as {@code tenant}.
   *
   * @throws CroftException {@code tenant-already-in-scope} when another tenant is bound
   * @throws X what the work throws, unchanged
   */
  public static <T, X extends Throwable> T call(TenantId tenant, Work<T, X> work) throws X {
    boolean outermost = enter(tenant);
    try {
      return work.run();
    } finally {
      leave(outermost);
    }
  }

  /** Runs {@code action} on this thread as {@code tenant}; otherwise like {@link #call}. */
  public static <X extends Throwable> void run(TenantId tenant, Action<X> action) throws X {
    boolean outermost = enter(tenant);
    try {
      action.run();
    } finally {
      leave(outermost);
    }
  }

  private static boolean enter(TenantId tenant) {
    @Nullable TenantId outer = CURRENT.get();
    if (outer == null) {
      CURRENT.set(tenant);
      return true;
    }
    if (!outer.equals(tenant)) {
      throw new CroftException(
          ErrorCode.TENANT_ALREADY_IN_SCOPE,
          "tenant " + tenant + " cannot be entered inside the scope of tenant " + outer,
          "leave the scope first; work for many tenants is a loop of scopes, not a nest");
    }
    return false;
  }

  private static void leave(boolean outermost) {
    if (outermost) {
      CURRENT.remove();
    }
  }

  /** Returns the tenant bound to this thread, empty when there is none. */
  public static Optional<TenantId> current() {
    return Optional.ofNullable(CURRENT.get());
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
