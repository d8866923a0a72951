package io.croft.micrometer;

import io.croft.core.TenantId;
import io.croft.jdbc.Snapshot;
import io.croft.jdbc.TenantSnapshot;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tells whatever is counted once: as that of a tenant while it is among the costliest, else as that
 * of the others. So no series ever decreases, and all together grow by what has happened, whoever
 * comes and goes. Not thread-safe.
 */
final class TenantCounts {

  private final Series other = new Series();
  private Map<TenantId, Series> series = Map.of();
  private Map<TenantId, long[]> seen = Map.of();
  private long[] total = new long[TenantMeter.ALL.size()];

  /** Takes a later snapshot in. A tenant that was not in the one before begins at zero. */
  void update(Snapshot snapshot) {
    long[] now = TenantMeter.counts(snapshot.total());
    long[] ofOthers = difference(now, total);
    Map<TenantId, Series> next = new LinkedHashMap<>();
    Map<TenantId, long[]> read = new HashMap<>();
    for (TenantSnapshot one : snapshot.tenants()) {
      TenantId tenant = one.tenant();
      long[] counts = TenantMeter.counts(one.usage());
      @Nullable Series known = series.get(tenant);
      long @Nullable [] before = seen.get(tenant);
      if (known != null && before != null) {
        long[] its = difference(counts, before);
        known.add(its);
        ofOthers = difference(ofOthers, its);
      }
      next.put(tenant, known == null ? new Series() : known);
      read.put(tenant, counts);
    }
    other.add(ofOthers);
    total = now;
    series = next;
    seen = read;
  }

  Series other() {
    return other;
  }

  /** Returns the tenants that the last snapshot has listed. */
  Map<TenantId, Series> tenants() {
    return series;
  }

  /** One that was forgotten meanwhile counts anew; what this loses the others get. */
  private static long[] difference(long[] after, long[] before) {
    long[] difference = new long[after.length];
    for (int i = 0; i < after.length; i++) {
      difference[i] = Math.max(0, after[i] - before[i]);
    }
    return difference;
  }
}
