package com.example.booking.page;

import com.example.booking.booking.NewBooking;
import com.example.booking.customer.NewCustomer;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import org.jspecify.annotations.Nullable;

/** What somebody has filled in. */
public record BookingForm(
    @NotNull(message = "Choose a service") @Nullable Long offering,
    @NotNull(message = "Choose who") @Nullable Long staff,
    @NotNull(message = "Choose a day") @Nullable LocalDate day,
    @NotNull(message = "Choose a time") @Nullable LocalTime time,
    @NotBlank(message = "Who is it for?") @Size(max = 100) @Nullable String name,
    @NotBlank(message = "Where do we write to?")
        @Email(message = "That is no e-mail address")
        @Size(max = 200)
        @Nullable String email) {

  /** One in which only a time has been chosen. */
  static BookingForm at(LocalDate day, @Nullable Long staff, @Nullable LocalTime time) {
    return new BookingForm(null, staff, day, time, null, null);
  }

  /** What is wanted, when nothing is missing. */
  @SuppressWarnings("NullAway")
  NewBooking wanted() {
    return new NewBooking(
        offering, staff, LocalDateTime.of(day, time), new NewCustomer(name, email));
  }
}
