package com.example.booking.customer;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Somebody who books. No two have the same address. */
@Entity
public class Customer {

  @Id
  @GeneratedValue(strategy = GenerationType.SEQUENCE)
  private @Nullable Long id;

  private String name;
  private String email;

  @SuppressWarnings("NullAway.Init")
  protected Customer() {}

  Customer(NewCustomer wanted) {
    this.name = wanted.name();
    this.email = sameCase(wanted.email());
  }

  /** Addresses differ in more than case. */
  static String sameCase(String email) {
    return email.toLowerCase(Locale.ROOT);
  }

  public @Nullable Long getId() {
    return id;
  }

  public String getName() {
    return name;
  }

  public String getEmail() {
    return email;
  }
}
