package com.example.booking.booking;

import com.example.booking.Refusal;
import com.example.booking.business.Money;
import com.example.booking.business.Offering;
import com.example.booking.business.StaffMember;
import com.example.booking.customer.Customer;
import jakarta.persistence.AttributeOverride;
import jakarta.persistence.Column;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.FetchType;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A time that a customer has with a member of the staff, at the price of the day it was booked. */
@Entity
public class Booking {

  @Id
  @GeneratedValue(strategy = GenerationType.SEQUENCE)
  private @Nullable Long id;

  @ManyToOne(fetch = FetchType.LAZY)
  private Offering offering;

  @ManyToOne(fetch = FetchType.LAZY)
  private StaffMember staff;

  @ManyToOne(fetch = FetchType.LAZY)
  private Customer customer;

  private Instant startsAt;
  private Instant endsAt;

  @Embedded
  @AttributeOverride(name = "amount", column = @Column(name = "price_amount"))
  @AttributeOverride(name = "currency", column = @Column(name = "price_currency"))
  private Money price;

  @Enumerated(EnumType.STRING)
  private BookingStatus status = BookingStatus.CONFIRMED;

  @Version private int version;

  @SuppressWarnings("NullAway.Init")
  protected Booking() {}

  Booking(Offering offering, StaffMember staff, Customer customer, Instant startsAt) {
    this.offering = offering;
    this.staff = staff;
    this.customer = customer;
    this.startsAt = startsAt;
    this.endsAt = startsAt.plus(offering.duration());
    this.price = offering.getPrice();
  }

  void become(BookingStatus next) {
    if (!status.mayBecome(next)) {
      throw Refusal.conflict(
          "A booking that is %s cannot become %s.".formatted(word(status), word(next)));
    }
    status = next;
  }

  private static String word(BookingStatus status) {
    return status.name().toLowerCase(Locale.ROOT);
  }

  public @Nullable Long id() {
    return id;
  }

  public Offering offering() {
    return offering;
  }

  public StaffMember staff() {
    return staff;
  }

  public Customer customer() {
    return customer;
  }

  public Instant startsAt() {
    return startsAt;
  }

  public Instant endsAt() {
    return endsAt;
  }

  public Money price() {
    return price;
  }

  public BookingStatus status() {
    return status;
  }
}
