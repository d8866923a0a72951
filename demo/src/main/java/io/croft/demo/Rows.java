package io.croft.demo;

import java.util.UUID;

/**
 * The rows of the ten tables before they have identifiers: a reference is the index of the row in
 * its own list, -1 when there is none. Money is in cents, an instant in seconds since 1970, a day
 * in days since 1970.
 */
final class Rows {

  private Rows() {}

  record Location(
      String name,
      String street,
      String city,
      String country,
      String timeZone,
      String phones,
      String hours) {}

  record Service(String code, String name, int minutes, long cents, String tags) {}

  record Staff(
      int location, int mentor, String fullName, String email, long hiredOn, String skills) {}

  record StaffService(int staff, int service, int level) {}

  record Customer(
      String fullName,
      String email,
      String phone,
      long birthday,
      int points,
      String preferences,
      long createdAt) {}

  record Booking(
      UUID operation,
      int location,
      int customer,
      int staff,
      int service,
      long startsAt,
      long endsAt,
      long cents,
      String state,
      String note) {}

  record Payment(
      UUID operation, int booking, int customer, String kind, long cents, int points, long at) {}

  record Invoice(String number, int customer, long from, long to, long cents, long issuedAt) {}

  record InvoiceLine(
      int invoice, int booking, int lineNo, String description, int quantity, long cents) {}

  record Review(int booking, int stars, String comment, String answers, long writtenAt) {}
}
