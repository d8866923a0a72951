package io.croft.demo;

import java.time.LocalDate;
import java.util.List;

/** All rows that one business begins with. */
record Books(
    List<Rows.Location> locations,
    List<Rows.Service> services,
    List<Rows.Staff> staff,
    List<Rows.StaffService> staffServices,
    List<Rows.Customer> customers,
    List<Rows.Booking> bookings,
    List<Rows.Payment> payments,
    List<Rows.Invoice> invoices,
    List<Rows.InvoiceLine> invoiceLines,
    List<Rows.Review> reviews) {

  /** The bookings of a period: how many, and what they cost in cents. */
  record Turnover(long count, long cents) {}

  /** Returns how many rows there are over the ten tables. */
  int rows() {
    return locations.size()
        + services.size()
        + staff.size()
        + staffServices.size()
        + customers.size()
        + bookings.size()
        + payments.size()
        + invoices.size()
        + invoiceLines.size()
        + reviews.size();
  }

  /**
   * Returns the turnover of the bookings that start on {@code from} or later, before {@code to}.
   */
  Turnover turnover(LocalDate from, LocalDate to) {
    long start = Season.startOf(from).getEpochSecond();
    long end = Season.startOf(to).getEpochSecond();
    long count = 0;
    long cents = 0;
    for (Rows.Booking booking : bookings) {
      if (booking.startsAt() >= start && booking.startsAt() < end) {
        count++;
        cents += booking.cents();
      }
    }
    return new Turnover(count, cents);
  }
}
