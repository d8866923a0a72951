package com.example.booking;

import io.croft.core.Isolation;
import io.croft.core.TenantId;
import io.croft.test.Tenants;

/** Where the businesses of the tests are. */
final class Town {

  private Town() {}

  /** Returns a business that nobody has set up. */
  static BusinessClient newBusiness(Tenants tenants, Isolation isolation, int port) {
    return business(tenants, tenants.create(isolation), port);
  }

  /** Returns a business as its customers reach it. */
  static BusinessClient business(Tenants tenants, TenantId tenant, int port) {
    return BusinessClient.at(
        "http://localhost:%d/b/%s".formatted(port, tenants.tenant(tenant).slug().value()));
  }
}
