package io.croft.jdbc;

import io.croft.catalog.Limit;
import io.croft.catalog.Limits;
import java.util.concurrent.TimeUnit;

/**
 * What a data source grants one tenant: its limits, as they are applied here.
 *
 * @param queue what it may take of a server's connections
 * @param checkoutNanos how long a transaction of it waits for a connection at most
 * @param statementMillis how long a statement may take; 0 for as long as the server allows
 * @param idleNanos after how long without use a connection of its own is closed at the latest
 */
record Allowance(TenantLimits queue, long checkoutNanos, int statementMillis, long idleNanos) {

  /** Of a tenant that nothing limits. */
  static final Allowance UNLIMITED =
      new Allowance(TenantLimits.NONE, Long.MAX_VALUE, 0, Long.MAX_VALUE);

  /** Returns what these limits come to; those that are only counted hold nothing back. */
  static Allowance of(Limits limits) {
    boolean enforced = limits.enforced();
    TenantLimits queue =
        new TenantLimits(
            number(limits, Limit.WEIGHT, 1),
            number(limits, Limit.CONNECTIONS, TenantLimits.UNLIMITED),
            number(limits, Limit.REQUESTS_PER_MINUTE, TenantLimits.UNLIMITED),
            nanos(limits, Limit.DATABASE_TIME),
            enforced);
    return new Allowance(
        queue,
        enforced ? nanos(limits, Limit.CHECKOUT) : Long.MAX_VALUE,
        enforced ? number(limits, Limit.STATEMENT, 0) : 0,
        nanos(limits, Limit.IDLE));
  }

  private static int number(Limits limits, Limit limit, int none) {
    return limits.of(limit).map(Math::toIntExact).orElse(none);
  }

  private static long nanos(Limits limits, Limit limit) {
    return limits.of(limit).map(TimeUnit.MILLISECONDS::toNanos).orElse(Long.MAX_VALUE);
  }
}
