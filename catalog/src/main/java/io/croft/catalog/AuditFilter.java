package io.croft.catalog;

import org.jspecify.annotations.Nullable;

/**
 * Which audit entries to list, the oldest first. A null does not restrict.
 *
 * @param objectKind only about this kind, for example {@code tenant}
 * @param objectId only about this object
 * @param after only entries whose id is greater: the last one of the page before; 0 for all
 * @param limit the size of a page; at least 1
 */
public record AuditFilter(
    @Nullable String objectKind, @Nullable String objectId, long after, int limit) {

  private static final int PAGE = 200;

  /** Checks the limit. */
  public AuditFilter {
    if (limit < 1) {
      throw new IllegalArgumentException("a page holds at least one entry, found " + limit);
    }
  }

  /** Returns the filter that restricts nothing, in pages of 200. */
  public static AuditFilter all() {
    return new AuditFilter(null, null, 0, PAGE);
  }

  /** Returns the filter for one object, in pages of 200. */
  public static AuditFilter of(String objectKind, String objectId) {
    return new AuditFilter(objectKind, objectId, 0, PAGE);
  }

  /** Returns the same, for the page after the entry {@code id}. */
  public AuditFilter withAfter(long id) {
    return new AuditFilter(objectKind, objectId, id, limit);
  }
}
