package com.example.booking.business;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.DayOfWeek;
import java.time.ZoneId;
import java.util.Currency;
import java.util.Map;

/** What the business says of itself. A day without opening hours is a day off. */
public record BusinessProfile(
    @NotBlank @Size(max = 100) String name,
    @NotNull ZoneId timeZone,
    @NotNull Currency currency,
    @NotNull Map<DayOfWeek, @Valid OpeningHours> openingHours) {

  static BusinessProfile of(Business business) {
    return new BusinessProfile(
        business.name(), business.timeZone(), business.currency(), business.openingHours());
  }
}
