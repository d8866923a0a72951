package io.croft.catalog;

import io.croft.core.TenantId;
import java.util.Map;

/**
 * Which tenants stand otherwise than before.
 *
 * @param standings how they stand now; some may stand as they did
 * @param mark what to ask with the next time, so that no change is missed
 */
public record StandingChanges(Map<TenantId, Standing> standings, long mark) {

  /** To ask with when nothing but the mark is of interest. */
  public static final long NONE = Long.MAX_VALUE;

  /** Keeps a copy. */
  public StandingChanges {
    standings = Map.copyOf(standings);
  }
}
