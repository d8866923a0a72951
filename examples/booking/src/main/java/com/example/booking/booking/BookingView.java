package com.example.booking.booking;

import com.example.booking.business.Money;
import com.example.booking.business.Offering;
import com.example.booking.business.StaffMember;
import com.example.booking.customer.Customer;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/** A booking as it is told, its times by the clock of the business. */
public record BookingView(
    @Nullable Long id,
    Offering offering,
    StaffMember staff,
    Customer customer,
    OffsetDateTime startsAt,
    OffsetDateTime endsAt,
    Money price,
    BookingStatus status) {

  static BookingView of(Booking booking, ZoneId zone) {
    return new BookingView(
        booking.id(),
        booking.offering(),
        booking.staff(),
        booking.customer(),
        booking.startsAt().atZone(zone).toOffsetDateTime(),
        booking.endsAt().atZone(zone).toOffsetDateTime(),
        booking.price(),
        booking.status());
  }

  /** Returns whether it still holds its time. */
  public boolean holdsItsTime() {
    return status != BookingStatus.CANCELLED;
  }

  /** Returns whether it is still to come about. */
  public boolean isOpen() {
    return status == BookingStatus.CONFIRMED;
  }
}
