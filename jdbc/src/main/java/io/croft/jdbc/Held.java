package io.croft.jdbc;

import io.croft.core.TenantId;
import org.jspecify.annotations.Nullable;

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
}
