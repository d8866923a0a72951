package io.croft.catalog;

import org.jspecify.annotations.Nullable;

/**
 * Which stretches of probes to list, the newest first.
 *
 * @param server only of this server, null for all
 * @param history whether also those that are over
 * @param openOnly whether only those that did not hold
 * @param limit how many at most; at least 1
 */
public record ProbeFilter(@Nullable String server, boolean history, boolean openOnly, int limit) {

  private static final int PAGE = 1_000;

  /** Checks the limit. */
  public ProbeFilter {
    if (limit < 1) {
      throw new IllegalArgumentException("a page holds at least one stretch, found " + limit);
    }
  }

  /** Returns the filter for the newest 1,000 that are so now and did not hold. */
  public static ProbeFilter open() {
    return new ProbeFilter(null, false, true, PAGE);
  }

  /** Returns the filter for the newest 1,000 that are so now. */
  public static ProbeFilter now() {
    return new ProbeFilter(null, false, false, PAGE);
  }

  /** Returns the filter for the newest 1,000, over or not. */
  public static ProbeFilter all() {
    return new ProbeFilter(null, true, false, PAGE);
  }

  /** Returns the same for one server, or for all when it is null. */
  public ProbeFilter on(@Nullable String name) {
    return new ProbeFilter(name, history, openOnly, limit);
  }

  /** Returns the same with at most so many. */
  public ProbeFilter withLimit(int most) {
    return new ProbeFilter(server, history, openOnly, most);
  }
}
