package com.example.booking.page;

import com.example.booking.booking.BookingStatus;
import com.example.booking.booking.BookingView;
import com.example.booking.business.Business;
import com.example.booking.business.Money;
import com.example.booking.business.OpeningHours;
import com.example.booking.business.StaffMember;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A day as it is drawn: a column for each member of the staff, minutes from top to bottom.
 *
 * @param hours the full hours that the day shows, the last one as its end
 * @param cancelled the bookings that are not drawn
 * @param expected what the day brings, if everybody comes
 */
public record DayCalendar(
    LocalDate day,
    Optional<OpeningHours> open,
    List<Integer> hours,
    List<Column> columns,
    List<BookingView> cancelled,
    int booked,
    Money expected) {

  private static final int SLOT = 30;
  private static final int HOUR = 60;

  /** The day of one member of the staff. */
  public record Column(StaffMember member, List<Entry> entries, List<Slot> free) {}

  /** A booking; minutes are counted from the top. */
  public record Entry(BookingView booking, int top, int minutes) {}

  /** A time that is free. */
  public record Slot(LocalTime time, int top) {}

  /** Draws a day. */
  static DayCalendar of(
      Business business,
      LocalDate day,
      List<StaffMember> staff,
      List<BookingView> all,
      LocalDateTime now) {
    List<BookingView> drawn = all.stream().filter(BookingView::holdsItsTime).toList();
    Optional<OpeningHours> open = business.openingHours(day);
    List<Integer> hours = hours(open, drawn, day);
    List<Column> columns =
        staff.stream()
            .map(
                member -> {
                  List<Entry> entries = entries(member, drawn, day, hours.get(0) * HOUR);
                  return new Column(member, entries, free(day, open, entries, hours.get(0), now));
                })
            .toList();
    return new DayCalendar(
        day,
        open,
        hours,
        columns,
        all.stream().filter(booking -> !booking.holdsItsTime()).toList(),
        drawn.size(),
        expected(business, drawn));
  }

  /** From opening to closing, and longer where something has been booked outside. */
  private static List<Integer> hours(
      Optional<OpeningHours> open, List<BookingView> drawn, LocalDate day) {
    int first =
        Stream.concat(
                open.stream().map(hours -> hours.opens().getHour()),
                drawn.stream().map(booking -> minute(booking.startsAt(), day) / HOUR))
            .min(Integer::compare)
            .orElse(9);
    int last =
        Stream.concat(
                open.stream().map(hours -> hours.closes().toSecondOfDay() / HOUR),
                drawn.stream().map(booking -> minute(booking.endsAt(), day)))
            .max(Integer::compare)
            .orElse(17 * HOUR);
    return IntStream.rangeClosed(first, (last + HOUR - 1) / HOUR).boxed().toList();
  }

  /** The minute of the day by the clock, which may be one of the next. */
  private static int minute(OffsetDateTime time, LocalDate day) {
    return (int) Duration.between(day.atStartOfDay(), time.toLocalDateTime()).toMinutes();
  }

  private static List<Entry> entries(
      StaffMember member, List<BookingView> drawn, LocalDate day, int top) {
    return drawn.stream()
        .filter(booking -> Objects.equals(booking.staff().getId(), member.getId()))
        .map(
            booking -> {
              int start = minute(booking.startsAt(), day);
              return new Entry(booking, start - top, minute(booking.endsAt(), day) - start);
            })
        .toList();
  }

  private static List<Slot> free(
      LocalDate day,
      Optional<OpeningHours> open,
      List<Entry> entries,
      int first,
      LocalDateTime now) {
    List<Slot> free = new ArrayList<>();
    open.ifPresent(
        hours -> {
          int end = hours.closes().toSecondOfDay() / HOUR;
          for (int at = hours.opens().toSecondOfDay() / HOUR; at + SLOT <= end; at += SLOT) {
            int top = at - first * HOUR;
            LocalDateTime time = day.atStartOfDay().plusMinutes(at);
            if (!time.isBefore(now) && entries.stream().noneMatch(entry -> overlaps(entry, top))) {
              free.add(new Slot(time.toLocalTime(), top));
            }
          }
        });
    return free;
  }

  private static boolean overlaps(Entry entry, int top) {
    return entry.top() < top + SLOT && top < entry.top() + entry.minutes();
  }

  private static Money expected(Business business, List<BookingView> drawn) {
    return drawn.stream()
        .filter(booking -> booking.status() != BookingStatus.MISSED)
        .map(BookingView::price)
        .filter(price -> price.currency().equals(business.currency()))
        .reduce(new Money(BigDecimal.ZERO, business.currency()), Money::plus);
  }

  /** How many minutes the day shows. */
  public int minutes() {
    return (hours.get(hours.size() - 1) - hours.get(0)) * HOUR;
  }

  /** Returns whether anything can still be booked. */
  public boolean hasFree() {
    return columns.stream().anyMatch(column -> !column.free().isEmpty());
  }
}
