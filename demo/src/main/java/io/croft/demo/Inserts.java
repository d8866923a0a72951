package io.croft.demo;

import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/** The statements that write many rows at once, and the arrays that they take, column by column. */
final class Inserts {

  static final String LOCATION =
      """
      INSERT INTO location (id, name, street, city, country, time_zone, phones, opening_hours)
      SELECT a, b, c, d, e, f, g::text[], h::jsonb
        FROM unnest(?::bigint[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[],
                    ?::text[]) AS r (a, b, c, d, e, f, g, h)
      """;

  static final String SERVICE =
      """
      INSERT INTO service (id, code, name, minutes, price, tags)
      SELECT a, b, c, d, e::numeric / 100, f::text[]
        FROM unnest(?::bigint[], ?::text[], ?::text[], ?::bigint[], ?::bigint[], ?::text[])
          AS r (a, b, c, d, e, f)
      """;

  static final String STAFF =
      """
      INSERT INTO staff (id, location_id, mentor_id, full_name, email, hired_on, skills)
      SELECT a, b, nullif(c, -1), d, e, DATE '1970-01-01' + f::int, g::text[]
        FROM unnest(?::bigint[], ?::bigint[], ?::bigint[], ?::text[], ?::text[], ?::bigint[],
                    ?::text[]) AS r (a, b, c, d, e, f, g)
      """;

  static final String STAFF_SERVICE =
      """
      INSERT INTO staff_service (staff_id, service_id, level)
      SELECT a, b, c FROM unnest(?::bigint[], ?::bigint[], ?::bigint[]) AS r (a, b, c)
      """;

  static final String CUSTOMER =
      """
      INSERT INTO customer (id, full_name, email, phone, birthday, loyalty_points, preferences,
                            created_at)
      SELECT a, b, c, d, DATE '1970-01-01' + e::int, f, g::jsonb, to_timestamp(h)
        FROM unnest(?::bigint[], ?::text[], ?::text[], ?::text[], ?::bigint[], ?::bigint[],
                    ?::text[], ?::bigint[]) AS r (a, b, c, d, e, f, g, h)
      """;

  static final String BOOKING =
      """
      INSERT INTO booking (id, operation, location_id, customer_id, staff_id, service_id,
                           starts_at, ends_at, price, state, note)
      SELECT a, b::uuid, c, d, e, f, to_timestamp(g), to_timestamp(h), i::numeric / 100,
             j::booking_state, nullif(k, '')
        FROM unnest(?::bigint[], ?::text[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[],
                    ?::bigint[], ?::bigint[], ?::bigint[], ?::text[], ?::text[])
          AS r (a, b, c, d, e, f, g, h, i, j, k)
      """;

  static final String PAYMENT =
      """
      INSERT INTO payment (operation, booking_id, customer_id, kind, amount, points, paid_at)
      SELECT a::uuid, b, c, d, e::numeric / 100, f, to_timestamp(g)
        FROM unnest(?::text[], ?::bigint[], ?::bigint[], ?::text[], ?::bigint[], ?::bigint[],
                    ?::bigint[]) AS r (a, b, c, d, e, f, g)
      """;

  static final String INVOICE =
      """
      INSERT INTO invoice (id, number, customer_id, period_from, period_to, total, issued_at)
      SELECT a, b, c, DATE '1970-01-01' + d::int, DATE '1970-01-01' + e::int, f::numeric / 100,
             to_timestamp(g)
        FROM unnest(?::bigint[], ?::text[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[],
                    ?::bigint[]) AS r (a, b, c, d, e, f, g)
      """;

  static final String INVOICE_LINE =
      """
      INSERT INTO invoice_line (invoice_id, booking_id, line_no, description, quantity, amount)
      SELECT a, b, c, d, e, f::numeric / 100
        FROM unnest(?::bigint[], ?::bigint[], ?::bigint[], ?::text[], ?::bigint[], ?::bigint[])
          AS r (a, b, c, d, e, f)
      """;

  static final String REVIEW =
      """
      INSERT INTO review (booking_id, stars, comment, answers, written_at)
      SELECT a, b, c, d::jsonb, to_timestamp(e)
        FROM unnest(?::bigint[], ?::bigint[], ?::text[], ?::text[], ?::bigint[])
          AS r (a, b, c, d, e)
      """;

  private Inserts() {}

  /** One column of a list of rows. */
  @FunctionalInterface
  interface Column<R> {

    /** Returns the values of rows {@code from} to {@code to} as an array that JDBC can bind. */
    Object values(List<R> rows, int from, int to);
  }

  private static <R> Column<R> number(ToLongFunction<R> value) {
    return (rows, from, to) -> rows.subList(from, to).stream().mapToLong(value).toArray();
  }

  private static <R> Column<R> text(Function<R, String> value) {
    return (rows, from, to) -> rows.subList(from, to).stream().map(value).toArray(String[]::new);
  }

  private static <R> Column<R> ids(long[] ids) {
    return (rows, from, to) -> java.util.Arrays.copyOfRange(ids, from, to);
  }

  static List<Column<Rows.Location>> locations(long[] ids) {
    return List.of(
        ids(ids),
        text(Rows.Location::name),
        text(Rows.Location::street),
        text(Rows.Location::city),
        text(Rows.Location::country),
        text(Rows.Location::timeZone),
        text(Rows.Location::phones),
        text(Rows.Location::hours));
  }

  static List<Column<Rows.Service>> services(long[] ids) {
    return List.of(
        ids(ids),
        text(Rows.Service::code),
        text(Rows.Service::name),
        number(Rows.Service::minutes),
        number(Rows.Service::cents),
        text(Rows.Service::tags));
  }

  static List<Column<Rows.Staff>> staff(long[] ids, long[] locations) {
    return List.of(
        ids(ids),
        number(r -> locations[r.location()]),
        number(r -> r.mentor() < 0 ? -1 : ids[r.mentor()]),
        text(Rows.Staff::fullName),
        text(Rows.Staff::email),
        number(Rows.Staff::hiredOn),
        text(Rows.Staff::skills));
  }

  static List<Column<Rows.StaffService>> staffServices(long[] staff, long[] services) {
    return List.of(
        number(r -> staff[r.staff()]),
        number(r -> services[r.service()]),
        number(Rows.StaffService::level));
  }

  static List<Column<Rows.Customer>> customers(long[] ids) {
    return List.of(
        ids(ids),
        text(Rows.Customer::fullName),
        text(Rows.Customer::email),
        text(Rows.Customer::phone),
        number(Rows.Customer::birthday),
        number(Rows.Customer::points),
        text(Rows.Customer::preferences),
        number(Rows.Customer::createdAt));
  }

  static List<Column<Rows.Booking>> bookings(
      long[] ids, long[] locations, long[] customers, long[] staff, long[] services) {
    return List.of(
        ids(ids),
        text(r -> r.operation().toString()),
        number(r -> locations[r.location()]),
        number(r -> customers[r.customer()]),
        number(r -> staff[r.staff()]),
        number(r -> services[r.service()]),
        number(Rows.Booking::startsAt),
        number(Rows.Booking::endsAt),
        number(Rows.Booking::cents),
        text(Rows.Booking::state),
        text(Rows.Booking::note));
  }

  static List<Column<Rows.Payment>> payments(long[] bookings, long[] customers) {
    return List.of(
        text(r -> r.operation().toString()),
        number(r -> bookings[r.booking()]),
        number(r -> customers[r.customer()]),
        text(Rows.Payment::kind),
        number(Rows.Payment::cents),
        number(Rows.Payment::points),
        number(Rows.Payment::at));
  }

  static List<Column<Rows.Invoice>> invoices(long[] ids, long[] customers) {
    return List.of(
        ids(ids),
        text(Rows.Invoice::number),
        number(r -> customers[r.customer()]),
        number(Rows.Invoice::from),
        number(Rows.Invoice::to),
        number(Rows.Invoice::cents),
        number(Rows.Invoice::issuedAt));
  }

  static List<Column<Rows.InvoiceLine>> lines(long[] invoices, long[] bookings) {
    return List.of(
        number(r -> invoices[r.invoice()]),
        number(r -> bookings[r.booking()]),
        number(Rows.InvoiceLine::lineNo),
        text(Rows.InvoiceLine::description),
        number(Rows.InvoiceLine::quantity),
        number(Rows.InvoiceLine::cents));
  }

  static List<Column<Rows.Review>> reviews(long[] bookings) {
    return List.of(
        number(r -> bookings[r.booking()]),
        number(Rows.Review::stars),
        text(Rows.Review::comment),
        text(Rows.Review::answers),
        number(Rows.Review::writtenAt));
  }
}
