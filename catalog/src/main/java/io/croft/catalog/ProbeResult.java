package io.croft.catalog;

import io.croft.core.Isolation;
import io.croft.core.Placement;
import io.croft.core.TenantId;
import org.jspecify.annotations.Nullable;

/**
 * What one probe has found in a pool or in one tenant's home.
 *
 * @param server where it looked
 * @param database where it looked
 * @param isolation of the home
 * @param tenant whose home it is, null for a pool
 * @param epoch of the home, null for a pool
 * @param probe the id of the probe
 * @param outcome what it has shown
 * @param evidence SQLSTATEs and counts; never contents of rows
 * @param millis how long it took
 */
public record ProbeResult(
    String server,
    String database,
    Isolation isolation,
    @Nullable TenantId tenant,
    @Nullable Long epoch,
    String probe,
    ProbeOutcome outcome,
    String evidence,
    long millis) {

  /** Returns the result of a probe in {@code home}; in a pool, every home stands for the pool. */
  public static ProbeResult of(
      Placement home, String probe, ProbeOutcome outcome, String evidence, long millis) {
    boolean pool = home.isolation() == Isolation.POOL;
    return new ProbeResult(
        home.server(),
        home.database(),
        home.isolation(),
        pool ? null : home.tenant(),
        pool ? null : home.epoch(),
        probe,
        outcome,
        evidence,
        millis);
  }

  /** Returns whose probes these are: the tenant, or the server for its pool. */
  String subject() {
    return tenant == null ? server : tenant.toString();
  }

  /** Returns where it looked, as operators read it. */
  public String place() {
    return tenant == null
        ? "pool@" + server
        : "%s@%s of tenant %s".formatted(isolation, server, tenant);
  }
}
