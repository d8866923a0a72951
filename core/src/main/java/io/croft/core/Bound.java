package io.croft.core;

import java.util.Optional;

/**
 * What code is bound to: a tenant and an access to its rows, or neither. The answers to who asks
 * are made once, so that asking costs no memory.
 *
 * @param tenant empty when there is none
 * @param access empty without a tenant
 */
record Bound(Optional<TenantId> tenant, Optional<Access> access) {

  /** Neither, and said so: what a thread would inherit does not count. */
  static final Bound NOTHING = new Bound(Optional.empty(), Optional.empty());

  static Bound to(TenantId tenant, Access access) {
    return new Bound(Optional.of(tenant), Optional.of(access));
  }

  boolean isNothing() {
    return tenant.isEmpty();
  }
}
