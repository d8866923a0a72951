package io.croft.jdbc;

import io.croft.core.TenantId;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * How a connection is held.
 *
 * @param sinceNanos when it was handed out
 * @param borrower where in the code that was; null when leaks are not looked for, or when this one
 *     was reported
 */
record Held(
    Permit permit, LoginLane lane, TenantId tenant, long sinceNanos, @Nullable Throwable borrower) {

  Held reported() {
    return new Held(permit, lane, tenant, sinceNanos, null);
  }

  /** Logs where the connection was taken, as a warning. */
  void report(Logger log, String server, long nowNanos) {
    log.warn(
        "a connection to server {} has been held by tenant {} for {} ms; it was taken here",
        server,
        tenant,
        TimeUnit.NANOSECONDS.toMillis(nowNanos - sinceNanos),
        borrower);
  }
}
