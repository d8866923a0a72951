package com.example.booking.booking;

import com.example.booking.customer.NewCustomer;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.time.LocalDateTime;

/**
 * What somebody wants to book.
 *
 * @param startsAt by the clock of the business
 */
public record NewBooking(
    @NotNull Long offering,
    @NotNull Long staff,
    @NotNull LocalDateTime startsAt,
    @NotNull @Valid NewCustomer customer) {}
