package com.example.booking;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

@BookingTest
class PagesTests extends PagesContract {

  @LocalServerPort private int port;
  private final Town town;

  @Autowired
  PagesTests(Town town) {
    this.town = town;
  }

  @Override
  BusinessClient newBusiness() {
    return town.newBusiness(port);
  }
}
