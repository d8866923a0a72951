package io.croft.jdbc;

import io.croft.core.Access;
import io.croft.core.TenantId;

/** For whom a transaction runs: a tenant, and what its code may do there. */
record Caller(TenantId tenant, Access access) {

  @Override
  public String toString() {
    return access.isFull() ? tenant.toString() : tenant + " with access " + access;
  }
}
