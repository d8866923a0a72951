package io.croft.catalog;

import io.croft.core.TenantId;
import org.jspecify.annotations.Nullable;

/**
 * Which operations to list, the newest first. A null does not restrict.
 *
 * @param kind only those that do this
 * @param state only those in this state
 * @param tenant only those of this tenant
 * @param limit how many at most; at least 1
 */
public record OperationFilter(
    @Nullable OperationKind kind,
    @Nullable OperationState state,
    @Nullable TenantId tenant,
    int limit) {

  private static final int PAGE = 100;

  /** Checks the limit. */
  public OperationFilter {
    if (limit < 1) {
      throw new IllegalArgumentException("a page holds at least one operation, found " + limit);
    }
  }

  /** Returns the filter that restricts nothing but to the newest 100. */
  public static OperationFilter all() {
    return new OperationFilter(null, null, null, PAGE);
  }

  /** Returns the filter for one tenant's newest 100. */
  public static OperationFilter of(TenantId tenant) {
    return new OperationFilter(null, null, tenant, PAGE);
  }
}
