package io.croft.test;

import io.croft.core.TenantId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which tenant was made for the run of a {@link TenantTest} that this thread is at: for extensions
 * of other frameworks, which begin their work in callbacks that no scope is around.
 */
public final class RunningTest implements AutoCloseable {

  private static final ThreadLocal<@Nullable TenantId> TENANT = new ThreadLocal<>();

  private RunningTest() {}

  /** Notes it, until the run has ended. */
  static RunningTest of(TenantId tenant) {
    TENANT.set(tenant);
    return new RunningTest();
  }

  /** Returns the tenant, empty where the thread runs no test of one. */
  public static Optional<TenantId> tenant() {
    return Optional.ofNullable(TENANT.get());
  }

  @Override
  public void close() {
    TENANT.remove();
  }
}
