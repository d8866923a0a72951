package com.example.booking.business;

import jakarta.persistence.Embeddable;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.NotNull;
import java.time.LocalTime;

/** When it is open on a day, by its own clock. */
@Embeddable
public record OpeningHours(@NotNull LocalTime opens, @NotNull LocalTime closes) {

  /** What is missing is told by itself. */
  @AssertTrue(message = "must open before it closes")
  @SuppressWarnings("unused")
  private boolean isInOrder() {
    return opens == null || closes == null || opens.isBefore(closes);
  }

  /** Returns whether something from {@code start} to {@code end} of that day is within. */
  public boolean contain(LocalTime start, LocalTime end) {
    return !start.isBefore(opens) && start.isBefore(end) && !end.isAfter(closes);
  }
}
