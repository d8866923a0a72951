package io.croft.catalog;

import io.croft.core.Isolation;
import io.croft.core.Slug;
import org.jspecify.annotations.Nullable;

/**
 * Which tenants to list, in the order of their slugs. A null does not restrict.
 *
 * @param status only those in this status
 * @param plan only those of this plan
 * @param server only those placed on this server
 * @param isolation only those kept apart in this way
 * @param after only those whose slug comes after it: the last one of the page before
 * @param limit the size of a page; at least 1
 */
public record TenantFilter(
    @Nullable TenantStatus status,
    @Nullable String plan,
    @Nullable String server,
    @Nullable Isolation isolation,
    @Nullable Slug after,
    int limit) {

  private static final int PAGE = 200;

  /** Checks the limit. */
  public TenantFilter {
    if (limit < 1) {
      throw new IllegalArgumentException("a page holds at least one tenant, found " + limit);
    }
  }

  /** Returns the filter that restricts nothing, in pages of 200. */
  public static TenantFilter all() {
    return new TenantFilter(null, null, null, null, null, PAGE);
  }

  /** Returns the same, for the page after {@code slug}. */
  public TenantFilter withAfter(Slug slug) {
    return new TenantFilter(status, plan, server, isolation, slug, limit);
  }

  /** Returns the same, in pages of {@code size}. */
  public TenantFilter withLimit(int size) {
    return new TenantFilter(status, plan, server, isolation, after, size);
  }
}
