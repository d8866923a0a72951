package com.example.booking;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

@BookingTest
class ApiTests extends ApiContract {

  @LocalServerPort private int port;
  private final Town town;

  @Autowired
  ApiTests(Town town) {
    this.town = town;
  }

  @Override
  BusinessClient newBusiness() {
    return town.newBusiness(port);
  }
}
