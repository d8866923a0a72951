package com.example.booking;

import org.springframework.jdbc.core.simple.JdbcClient;

/** Where the one business of the tests is. */
record Town(JdbcClient database) {

  private static final String CLOSE =
      """
      TRUNCATE booking, customer, staff_member, offering, opening_hours, business RESTART IDENTITY
      """;

  /** Returns a business that nobody has set up: what was there is closed. */
  BusinessClient newBusiness(int port) {
    database.sql(CLOSE).update();
    return BusinessClient.at("http://localhost:" + port);
  }
}
