package com.example.booking;

import io.croft.core.Isolation;
import io.croft.test.Tenants;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.test.web.server.LocalServerPort;

/** The same in all three isolations. */
@BookingTest
@ParameterizedClass
@EnumSource(Isolation.class)
class PagesTests extends PagesContract {

  @Parameter private Isolation isolation;
  @LocalServerPort private int port;
  private final Tenants tenants;

  PagesTests(Tenants tenants) {
    this.tenants = tenants;
  }

  @Override
  BusinessClient newBusiness() {
    return Town.newBusiness(tenants, isolation, port);
  }
}
