package io.croft.demo;

import io.croft.core.Isolation;
import java.util.List;

/** A line of business: its plan, the home that the plan gives it, and what it sells. */
@SuppressWarnings("ImmutableEnumChecker") // its lists cannot be modified
enum Line {
  SALON(
      "free",
      Isolation.POOL,
      List.of("Salon %s", "%s Hair Studio", "Barber %s"),
      List.of(
          new Offer("CUT", "Haircut", 45, 38_00),
          new Offer("COLOUR", "Colour and gloss", 120, 96_50),
          new Offer("BEARD", "Beard trim", 20, 18_90),
          new Offer("BRIDAL", "Bridal styling", 150, 240_00))),
  SHOP(
      "free",
      Isolation.POOL,
      List.of("%s Bikes", "Atelier %s", "%s Tailoring"),
      List.of(
          new Offer("FIT", "Fitting", 30, 25_00),
          new Offer("REPAIR", "Small repair", 60, 49_95),
          new Offer("COURSE", "Evening course", 180, 79_00))),
  CLINIC(
      "standard",
      Isolation.POOL,
      List.of("%s Dental", "%s Physiotherapy", "%s Family Practice"),
      List.of(
          new Offer("FIRST", "First consultation", 45, 85_00),
          new Offer("CHECK", "Check-up", 30, 59_40),
          new Offer("THERAPY", "Therapy session", 50, 72_25),
          new Offer("XRAY", "X-ray", 15, 64_10),
          new Offer("VACC", "Vaccination", 10, 31_35))),
  HOTEL(
      "professional",
      Isolation.SCHEMA,
      List.of("Hotel %s", "%s Lodge", "Grand %s"),
      List.of(
          new Offer("SINGLE", "Single room, one night", 1440, 89_00),
          new Offer("DOUBLE", "Double room, one night", 1440, 129_00),
          new Offer("SUITE", "Suite, one night", 1440, 289_99),
          new Offer("SPA", "Spa afternoon", 180, 64_50),
          new Offer("DINNER", "Table for dinner", 120, 45_00))),
  HOSPITAL(
      "enterprise",
      Isolation.DATABASE,
      List.of("%s General Hospital", "St. %s Hospital"),
      List.of(
          new Offer("AMB", "Ambulatory visit", 30, 110_00),
          new Offer("MRI", "MRI scan", 40, 398_75),
          new Offer("BLOOD", "Blood panel", 10, 48_15),
          new Offer("SURG", "Day surgery", 240, 1890_00),
          new Offer("CONS", "Specialist consultation", 45, 145_60))),
  CHAIN(
      "enterprise",
      Isolation.DATABASE,
      List.of("%s Fitness", "%s Opticians"),
      List.of(
          new Offer("TRIAL", "Trial session", 60, 0),
          new Offer("COACH", "Personal coaching", 60, 69_90),
          new Offer("CLASS", "Group class", 50, 16_50),
          new Offer("EYE", "Eye test", 25, 29_00)));

  /** One service on the price list; the price is in cents. */
  record Offer(String code, String name, int minutes, long cents) {}

  private final String plan;
  private final Isolation isolation;
  private final List<String> names;
  private final List<Offer> offers;

  Line(String plan, Isolation isolation, List<String> names, List<Offer> offers) {
    this.plan = plan;
    this.isolation = isolation;
    this.names = names;
    this.offers = offers;
  }

  /** Returns the name of the plan in the catalog. */
  String plan() {
    return plan;
  }

  /** Returns the isolation that the plan gives. */
  Isolation isolation() {
    return isolation;
  }

  /** Returns the patterns of names, each with one {@code %s}. */
  List<String> names() {
    return names;
  }

  /** Returns the price list. */
  List<Offer> offers() {
    return offers;
  }
}
