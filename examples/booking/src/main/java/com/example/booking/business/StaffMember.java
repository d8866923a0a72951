package com.example.booking.business;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Somebody who works for the business. */
@Entity
public class StaffMember {

  @Id
  @GeneratedValue(strategy = GenerationType.SEQUENCE)
  private @Nullable Long id;

  private String name;
  private String email;

  @SuppressWarnings("NullAway.Init")
  protected StaffMember() {}

  StaffMember(String name, String email) {
    this.name = name;
    this.email = email.toLowerCase(Locale.ROOT);
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
