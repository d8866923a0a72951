package io.croft.demo;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** The calendar of the demo's world; fixed, so that equal seeds give equal rows. */
final class Season {

  /** The first day on which a generated booking starts. */
  static final LocalDate FIRST_DAY = LocalDate.of(2026, 4, 1);

  /** The first day of the month that is billed. */
  static final LocalDate BILLED_FROM = LocalDate.of(2026, 6, 1);

  /** The day after the billed month and after the last generated booking; live ones come later. */
  static final LocalDate TODAY = LocalDate.of(2026, 7, 1);

  private Season() {}

  static Instant startOf(LocalDate day) {
    return day.atStartOfDay(ZoneOffset.UTC).toInstant();
  }
}
