package io.croft.demo;

import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import io.croft.core.Isolation;
import io.croft.core.TenantId;
import io.croft.local.LocalFleetOptions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.UUID;

/**
 * The businesses of the platform, the same for the same seed and count. Sizes are skewed as in
 * life: small businesses follow a log-normal law, hospitals and chains fall off by rank.
 */
final class Fleet {

  static final String EU = LocalFleetOptions.EU;
  static final String US = LocalFleetOptions.US;

  /** Fewer than these cannot show every promise. */
  static final int SMALLEST = 24;

  private static final int PROMOTED = 10;
  private static final int BUSY_BOOKINGS = 1_980;
  private static final int MOST_DATABASES = 12;
  private static final int[] GIANTS = {12_500, 9_600, 250, 8_600, 3_000, 150};
  private static final List<Locale> EUROPE =
      List.of(
          Locale.GERMANY,
          Locale.FRANCE,
          Locale.UK,
          Locale.ITALY,
          new Locale.Builder().setLanguage("es").setRegion("ES").build());

  private final List<Business> businesses;

  private Fleet(List<Business> businesses) {
    this.businesses = List.copyOf(businesses);
  }

  /**
   * Returns the fleet of {@code count} businesses that {@code seed} gives.
   *
   * @throws CroftException {@code configuration-invalid} when the count is below {@value #SMALLEST}
   */
  static Fleet of(long seed, int count, People.Source people) {
    if (count < SMALLEST) {
      throw new CroftException(
          ErrorCode.CONFIGURATION_INVALID,
          "a fleet of " + count + " tenants cannot show every promise",
          "ask for at least " + SMALLEST + " tenants");
    }
    int databases = Math.min(MOST_DATABASES, Math.max(1, count / 20));
    int hotels = Math.max(2, count / 12);
    int clinics = Math.max(3, count / 6);
    Founding founding = new Founding(new Random(seed), people);
    for (int i = 0; i < databases; i++) {
      founding.add(i % 3 == 2 ? Line.CHAIN : Line.HOSPITAL, i, giant(i));
    }
    for (int i = 0; i < hotels; i++) {
      founding.add(Line.HOTEL, i, founding.skewed(250));
    }
    for (int i = 0; i < clinics; i++) {
      founding.add(Line.CLINIC, i, i == 0 ? BUSY_BOOKINGS : founding.skewed(70));
    }
    for (int i = 0; i < count - databases - hotels - clinics; i++) {
      founding.add(i % 3 == 0 ? Line.SHOP : Line.SALON, i, founding.skewed(18));
    }
    return new Fleet(founding.all);
  }

  private static int giant(int rank) {
    return GIANTS[Math.min(rank, GIANTS.length - 1)];
  }

  /** Draws one business after the other from one generator. */
  private static final class Founding {

    private final Random random;
    private final People.Source people;
    private final Slugs slugs = new Slugs();
    private final List<Business> all = new ArrayList<>();
    private int upgraded;

    Founding(Random random, People.Source people) {
      this.random = random;
      this.people = people;
    }

    /** The first clinic and ten small businesses are about to be promoted: they bought it. */
    private String plan(Line line, boolean europe) {
      if (line == Line.CLINIC && all.stream().noneMatch(b -> b.line() == Line.CLINIC)) {
        return Line.HOTEL.plan();
      }
      boolean promoted = europe && line.plan().equals("free") && upgraded++ < PROMOTED;
      return promoted ? Line.CLINIC.plan() : line.plan();
    }

    int skewed(double median) {
      double drawn = median * Math.exp(0.75 * random.nextGaussian());
      return (int) Math.max(5, Math.min(median * 8, drawn));
    }

    /** Three in five are in Europe, the first of each line always. */
    void add(Line line, int turn, int bookings) {
      boolean europe = turn % 5 < 3;
      Locale locale = europe ? EUROPE.get(random.nextInt(EUROPE.size())) : Locale.US;
      People around = people.of(locale);
      String pattern = line.names().get(random.nextInt(line.names().size()));
      boolean byCity = line == Line.HOTEL || line == Line.HOSPITAL;
      String name = pattern.formatted(byCity ? around.city(random) : around.family(random));
      all.add(
          new Business(
              new TenantId(uuid(random)),
              slugs.next(name),
              name,
              line,
              plan(line, europe),
              europe ? EU : US,
              locale,
              bookings,
              random.nextLong()));
    }
  }

  /** Returns a random UUID of version 4 that the generator's seed decides. */
  static UUID uuid(Random random) {
    long high = (random.nextLong() & 0xffff_ffff_ffff_0fffL) | 0x4000L;
    long low = (random.nextLong() & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L;
    return new UUID(high, low);
  }

  /** Returns every business. */
  List<Business> businesses() {
    return businesses;
  }

  /** Returns the clinic in the pool of {@value #EU} whose bookings go on while it moves. */
  Business busy() {
    return businesses.stream().filter(b -> b.line() == Line.CLINIC).findFirst().orElseThrow();
  }

  /** Returns ten small tenants in the pool of {@value #EU} to be promoted in bulk. */
  List<Business> promoted() {
    return businesses.stream()
        .filter(b -> b.line().plan().equals("free") && !b.plan().equals("free"))
        .toList();
  }

  /**
   * Returns up to two businesses of the isolation in Europe, the smallest, that are neither busy
   * nor promoted: an attacker and a victim. Nobody else may change their rows meanwhile.
   */
  List<Business> quiet(Isolation isolation) {
    return businesses.stream()
        .filter(b -> b.isolation() == isolation && b.server().equals(EU))
        .filter(b -> b.plan().equals(b.line().plan()))
        .sorted(Comparator.comparingInt(Business::bookings))
        .limit(2)
        .toList();
  }
}
