package io.croft.spring.web;

import java.util.Collection;
import java.util.Set;

/**
 * What one resolver has found in a request: the tenant that is asked for, or the tenants to which
 * the caller is held. Tenants are named by slug or identity.
 *
 * @param tenants the names; exactly one when it is not binding
 * @param binding true when it comes from something that the caller cannot make up, such as a signed
 *     token: no other tenant may then be used, whatever else the request says
 */
public record TenantNaming(Set<String> tenants, boolean binding) {

  /** Copies the names. */
  public TenantNaming {
    tenants = Set.copyOf(tenants);
    if (!binding && tenants.size() != 1) {
      throw new IllegalArgumentException("one tenant is asked for, found " + tenants.size());
    }
  }

  /** Returns that the request asks for a tenant. Anybody can write that. */
  public static TenantNaming asks(String tenant) {
    return new TenantNaming(Set.of(tenant), false);
  }

  /**
   * Returns that the caller is held to these tenants, and asks for it when it is one. Nobody may be
   * able to make that up. None at all means that the caller may use no tenant.
   */
  public static TenantNaming binds(Collection<String> tenants) {
    return new TenantNaming(Set.copyOf(tenants), true);
  }
}
