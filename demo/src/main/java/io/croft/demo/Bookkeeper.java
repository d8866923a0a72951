package io.croft.demo;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** Draws the books of one business from its seed. */
final class Bookkeeper {

  private static final long DAY = 86_400;
  private static final String[] COMMENTS = {
    "Friendly and on time.",
    "We waited a little, but it was worth it.",
    "Très bien, merci !",
    "Größtenteils gut; gerne wieder.",
    "Not what we had expected.",
    "Five stars \u2605 from the whole family"
  };

  private final Business business;
  private final People people;
  private final Random random;

  private final List<Rows.Location> locations = new ArrayList<>();
  private final List<Rows.Service> services = new ArrayList<>();
  private final List<Rows.Staff> staff = new ArrayList<>();
  private final List<Rows.StaffService> staffServices = new ArrayList<>();
  private final List<People.Person> customers = new ArrayList<>();
  private final List<Rows.Booking> bookings = new ArrayList<>();
  private final List<Rows.Payment> payments = new ArrayList<>();
  private final List<Rows.Invoice> invoices = new ArrayList<>();
  private final List<Rows.InvoiceLine> invoiceLines = new ArrayList<>();
  private final List<Rows.Review> reviews = new ArrayList<>();
  private final int[] points;

  private Bookkeeper(Business business, People people) {
    this.business = business;
    this.people = people;
    this.random = new Random(business.seed());
    this.points = new int[Math.max(4, business.bookings() * 3 / 10)];
  }

  /** Returns the books of {@code business}, the same for the same business. */
  static Books books(Business business, People.Source source) {
    return new Bookkeeper(business, source.of(business.locale())).draw();
  }

  private Books draw() {
    places();
    team();
    for (int i = 0; i < points.length; i++) {
      customers.add(people.person(random, i));
    }
    for (int i = 0; i < business.bookings(); i++) {
      booking(i);
    }
    return new Books(
        locations,
        services,
        staff,
        staffServices,
        customerRows(),
        bookings,
        payments,
        invoices,
        invoiceLines,
        reviews);
  }

  private void places() {
    int count = 1 + business.bookings() / 1_000;
    boolean america = business.locale().equals(Locale.US);
    for (int i = 0; i < count; i++) {
      locations.add(
          new Rows.Location(
              business.name() + (i == 0 ? "" : " " + (i + 1)),
              people.street(random),
              people.city(random),
              people.country(),
              america ? "America/New_York" : "Europe/Berlin",
              "{+" + (30 + i) + " 555 " + random.nextInt(10_000) + "}",
              "{\"mon\": [\"09:00\", \"18:00\"], \"sat\": " + (i % 2 == 0 ? "null" : "[]") + "}"));
    }
    for (Line.Offer offer : business.line().offers()) {
      long cents = offer.cents() * (90 + random.nextInt(30)) / 100;
      services.add(
          new Rows.Service(
              offer.code(), offer.name(), offer.minutes(), cents, "{online,\"pay later\"}"));
    }
  }

  private void team() {
    int count = 2 + Math.min(60, business.bookings() / 60);
    for (int i = 0; i < count; i++) {
      People.Person person = people.person(random, i);
      long hired = LocalDate.of(2015, 1, 1).toEpochDay() + random.nextInt(4_000);
      int mentor = i == 0 || random.nextInt(3) == 0 ? -1 : random.nextInt(i);
      staff.add(
          new Rows.Staff(
              i % locations.size(),
              mentor,
              person.fullName(),
              person.email(),
              hired,
              "{first aid}"));
      for (int s = 0; s < services.size(); s++) {
        if (s == i % services.size() || random.nextInt(3) == 0) {
          staffServices.add(new Rows.StaffService(i, s, 1 + random.nextInt(3)));
        }
      }
    }
  }

  private void booking(int number) {
    int customer = (int) (points.length * Math.pow(random.nextDouble(), 1.6));
    int worker = random.nextInt(staff.size());
    int service = random.nextInt(services.size());
    long days = ChronoUnit.DAYS.between(Season.FIRST_DAY, Season.TODAY);
    long start =
        Season.startOf(Season.FIRST_DAY).getEpochSecond()
            + random.nextLong(days) * DAY
            + random.nextInt(96) * 900L;
    Rows.Service what = services.get(service);
    int fate = random.nextInt(20);
    String state = fate == 0 ? "missed" : fate < 3 ? "cancelled" : "completed";
    String note = random.nextInt(8) == 0 ? "asked for " + people.family(random) : "";
    Rows.Booking booking =
        new Rows.Booking(
            Fleet.uuid(random),
            staff.get(worker).location(),
            customer,
            worker,
            service,
            start,
            start + what.minutes() * 60L,
            what.cents(),
            state,
            note);
    bookings.add(booking);
    settle(number, booking);
  }

  private void settle(int number, Rows.Booking booking) {
    pay(booking, number, booking.operation(), "deposit", booking.cents() / 5, -2);
    if (booking.state().equals("cancelled")) {
      pay(booking, number, Fleet.uuid(random), "refund", -(booking.cents() / 5), -1);
    } else if (random.nextInt(10) == 0) {
      pay(booking, number, Fleet.uuid(random), "balance", booking.cents() * 4 / 5, 1);
    }
    if (booking.state().equals("completed") && random.nextInt(4) == 0) {
      bill(number, booking);
    }
    if (booking.state().equals("completed") && random.nextInt(5) == 0) {
      String comment = COMMENTS[random.nextInt(COMMENTS.length)];
      String answers = "{\"again\": " + random.nextBoolean() + "}";
      reviews.add(
          new Rows.Review(number, 1 + random.nextInt(5), comment, answers, booking.endsAt() + DAY));
    }
  }

  private void pay(
      Rows.Booking booking,
      int number,
      java.util.UUID operation,
      String kind,
      long cents,
      int daysLater) {
    int earned = Points.of(cents);
    points[booking.customer()] += earned;
    payments.add(
        new Rows.Payment(
            operation,
            number,
            booking.customer(),
            kind,
            cents,
            earned,
            booking.startsAt() + daysLater * DAY));
  }

  private void bill(int number, Rows.Booking booking) {
    long from = booking.startsAt() / DAY;
    invoices.add(
        new Rows.Invoice(
            "C-" + (100_000 + number),
            booking.customer(),
            from,
            from + 1,
            booking.cents(),
            booking.endsAt()));
    String what = services.get(booking.service()).name();
    invoiceLines.add(
        new Rows.InvoiceLine(invoices.size() - 1, number, 1, what, 1, booking.cents()));
  }

  private List<Rows.Customer> customerRows() {
    List<Rows.Customer> rows = new ArrayList<>(customers.size());
    long first = Season.startOf(Season.FIRST_DAY).getEpochSecond();
    for (int i = 0; i < customers.size(); i++) {
      People.Person person = customers.get(i);
      rows.add(
          new Rows.Customer(
              person.fullName(),
              person.email(),
              person.phone(),
              person.birthday().toEpochDay(),
              points[i],
              "{\"newsletter\": " + (i % 3 == 0) + ", \"language\": \"" + people.country() + "\"}",
              first - i % 400 * DAY));
    }
    return rows;
  }
}
