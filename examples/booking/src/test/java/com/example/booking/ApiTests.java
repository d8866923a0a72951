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
class ApiTests extends ApiContract {

  @Parameter private Isolation isolation;
  @LocalServerPort private int port;
  private final Tenants tenants;

  ApiTests(Tenants tenants) {
    this.tenants = tenants;
  }

  @Override
  BusinessClient newBusiness() {
    return Town.newBusiness(tenants, isolation, port);
  }
}
