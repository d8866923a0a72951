package io.croft.spring.web;

import io.croft.catalog.Tenant;

/**
 * Says whether a caller may use a tenant, where the application knows it from elsewhere than a
 * signed claim. Asked once for each request, before any connection to the tenant is taken, outside
 * of any scope. All such beans must agree.
 */
@FunctionalInterface
public interface TenantMembership {

  /** Returns whether the caller of that request may use the tenant; false ends it with 403. */
  boolean allows(TenantRequest request, Tenant tenant);
}
