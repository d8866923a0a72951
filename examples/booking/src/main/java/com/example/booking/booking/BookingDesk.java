package com.example.booking.booking;

import com.example.booking.Refusal;
import com.example.booking.business.Business;
import com.example.booking.business.Businesses;
import com.example.booking.business.Offering;
import com.example.booking.business.Offerings;
import com.example.booking.business.Staff;
import com.example.booking.business.StaffMember;
import com.example.booking.customer.Customers;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.Pageable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Takes bookings and changes how they stand. */
@Service
@Transactional
public class BookingDesk {

  /** PostgreSQL's word for a violated exclusion constraint; there is one, booking_staff_free. */
  private static final String EXCLUDED = "23P01";

  private final Bookings bookings;
  private final Businesses businesses;
  private final Offerings offerings;
  private final Staff staff;
  private final Customers customers;
  private final Clock clock;

  BookingDesk(
      Bookings bookings,
      Businesses businesses,
      Offerings offerings,
      Staff staff,
      Customers customers,
      Clock clock) {
    this.bookings = bookings;
    this.businesses = businesses;
    this.offerings = offerings;
    this.staff = staff;
    this.customers = customers;
    this.clock = clock;
  }

  /** Books a time that is within the opening hours and free. */
  public BookingView book(NewBooking wanted) {
    Business business = businesses.require();
    Offering offering =
        offerings
            .findById(wanted.offering())
            .orElseThrow(() -> Refusal.notFound("offering", wanted.offering()));
    StaffMember member =
        staff
            .findById(wanted.staff())
            .orElseThrow(() -> Refusal.notFound("member of the staff", wanted.staff()));
    requireOpen(business, wanted.startsAt(), offering);
    Booking booking =
        new Booking(
            offering,
            member,
            customers.register(wanted.customer()),
            business.instant(wanted.startsAt()));
    try {
      return BookingView.of(bookings.saveAndFlush(booking), business.timeZone());
    } catch (DataIntegrityViolationException e) {
      throw isExcluded(e)
          ? Refusal.conflict("%s is not free at that time.".formatted(member.getName()))
          : e;
    }
  }

  private void requireOpen(Business business, LocalDateTime start, Offering offering) {
    LocalDate day = start.toLocalDate();
    if (day.isBefore(LocalDate.now(clock.withZone(business.timeZone())))) {
      throw Refusal.unprocessable("%s is over.".formatted(day));
    }
    LocalTime end = start.toLocalTime().plus(offering.duration());
    if (!business
        .openingHours(day)
        .filter(hours -> hours.contain(start.toLocalTime(), end))
        .isPresent()) {
      throw Refusal.unprocessable(
          "The business is not open from %s to %s that day.".formatted(start.toLocalTime(), end));
    }
  }

  private static boolean isExcluded(DataIntegrityViolationException e) {
    return NestedExceptionUtils.getMostSpecificCause(e) instanceof SQLException cause
        && EXCLUDED.equals(cause.getSQLState());
  }

  /** Changes how it stands with a booking: it is over then, one way or another. */
  public BookingView close(long id, BookingStatus status) {
    Booking booking = require(id);
    booking.become(status);
    return BookingView.of(bookings.saveAndFlush(booking), zone());
  }

  @Transactional(readOnly = true)
  public BookingView get(long id) {
    return BookingView.of(require(id), zone());
  }

  @Transactional(readOnly = true)
  public Page<BookingView> find(Pageable page) {
    ZoneId zone = zone();
    return bookings.findAll(page).map(booking -> BookingView.of(booking, zone));
  }

  /** Returns the bookings that begin on a day, in their order. */
  @Transactional(readOnly = true)
  public List<BookingView> day(LocalDate day) {
    ZoneId zone = zone();
    Instant from = day.atStartOfDay(zone).toInstant();
    Instant before = day.plusDays(1).atStartOfDay(zone).toInstant();
    return bookings
        .findByStartsAtGreaterThanEqualAndStartsAtLessThanOrderByStartsAt(from, before)
        .stream()
        .map(booking -> BookingView.of(booking, zone))
        .toList();
  }

  private Booking require(long id) {
    return bookings.findById(id).orElseThrow(() -> Refusal.notFound("booking", id));
  }

  private ZoneId zone() {
    return businesses.require().timeZone();
  }
}
