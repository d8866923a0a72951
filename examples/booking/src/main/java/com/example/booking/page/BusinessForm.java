package com.example.booking.page;

import com.example.booking.business.BusinessProfile;
import com.example.booking.business.OpeningHours;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Currency;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A business that is open at the same hours on the days that have been ticked. */
public record BusinessForm(
    @NotBlank(message = "What is it called?") @Size(max = 100) @Nullable String name,
    @NotNull(message = "Where is it?") @Nullable ZoneId timeZone,
    @NotNull(message = "How do people pay?") @Nullable Currency currency,
    @NotEmpty(message = "Tick a day") @Nullable Set<DayOfWeek> days,
    @NotNull(message = "When does it open?") @Nullable LocalTime opens,
    @NotNull(message = "When does it close?") @Nullable LocalTime closes) {

  /** What most would fill in. */
  static final BusinessForm USUAL =
      new BusinessForm(
          null,
          ZoneId.of("Europe/Vienna"),
          Currency.getInstance("EUR"),
          EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY),
          LocalTime.of(9, 0),
          LocalTime.of(17, 0));

  /** What it says, when nothing is missing. */
  @SuppressWarnings("NullAway")
  BusinessProfile profile() {
    OpeningHours hours = new OpeningHours(opens, closes);
    Map<DayOfWeek, OpeningHours> all =
        days.stream().collect(Collectors.toMap(Function.identity(), day -> hours));
    return new BusinessProfile(name, timeZone, currency, all);
  }

  /** Returns whether it closes after it has opened. */
  boolean isInOrder() {
    return opens != null && closes != null && opens.isBefore(closes);
  }
}
