package io.croft.spring.cache;

import io.croft.core.Access;
import io.croft.core.TenantId;

/**
 * Whose entries of a cache there are: those of a tenant, computed with an access, while the tenant
 * lived in the home of an epoch.
 */
record Space(TenantId tenant, Access access, long epoch) {

  /** Returns how the keys of this space begin where keys are text; no other space's begin so. */
  String prefix() {
    return "%s%s:%d:".formatted(tenant, access.isFull() ? "" : "/" + access.word(), epoch);
  }
}
