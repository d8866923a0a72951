package com.example.booking.booking;

/** How it stands with a booking. */
public enum BookingStatus {
  CONFIRMED,
  COMPLETED,
  MISSED,
  CANCELLED;

  /** Returns whether a booking may go from here to there: what is over stays as it is. */
  boolean mayBecome(BookingStatus next) {
    return this == CONFIRMED && next != CONFIRMED;
  }
}
