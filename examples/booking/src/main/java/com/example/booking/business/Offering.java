package com.example.booking.business;

import jakarta.persistence.AttributeOverride;
import jakarta.persistence.Column;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A service that can be booked. */
@Entity
public class Offering {

  @Id
  @GeneratedValue(strategy = GenerationType.SEQUENCE)
  private @Nullable Long id;

  private String name;
  private int minutes;

  @Embedded
  @AttributeOverride(name = "amount", column = @Column(name = "price_amount"))
  @AttributeOverride(name = "currency", column = @Column(name = "price_currency"))
  private Money price;

  @SuppressWarnings("NullAway.Init")
  protected Offering() {}

  Offering(String name, int minutes, Money price) {
    this.name = name;
    this.minutes = minutes;
    this.price = price;
  }

  public @Nullable Long getId() {
    return id;
  }

  public String getName() {
    return name;
  }

  public int getMinutes() {
    return minutes;
  }

  public Duration duration() {
    return Duration.ofMinutes(minutes);
  }

  public Money getPrice() {
    return price;
  }
}
