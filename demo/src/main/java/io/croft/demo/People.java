package io.croft.demo;

import java.text.Normalizer;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import net.datafaker.Faker;

/**
 * Invented people and places of one locale. A stock of names is drawn once from a seeded faker and
 * combined by the caller's own generator, so a hundred thousand people cost no more than a
 * thousand.
 */
final class People {

  /** One invented person; the e-mail address is unique when {@code number} was. */
  record Person(String fullName, String email, String phone, LocalDate birthday) {}

  private static final int GIVEN = 300;
  private static final int FAMILY = 500;
  private static final int PLACES = 80;
  private static final String[] DOMAINS = {"example.com", "example.net", "example.org"};

  private final String[] given;
  private final String[] family;
  private final String[] streets;
  private final String[] cities;
  private final Locale locale;

  private People(Locale locale, long seed) {
    Faker faker = new Faker(locale, new Random(seed * 31 + locale.toLanguageTag().hashCode()));
    this.locale = locale;
    given = stock(GIVEN, () -> faker.name().firstName());
    family = stock(FAMILY, () -> faker.name().lastName());
    streets = stock(PLACES, () -> faker.address().streetName());
    cities = stock(PLACES, () -> faker.address().cityName());
  }

  /** Returns a source of people by locale that draws each locale's stock once. */
  static Source source(long seed) {
    Map<Locale, People> drawn = new ConcurrentHashMap<>();
    return locale -> drawn.computeIfAbsent(locale, l -> new People(l, seed));
  }

  /** Gives the people of a locale; thread-safe. */
  @FunctionalInterface
  interface Source {
    People of(Locale locale);
  }

  private static String[] stock(int count, Supplier<String> next) {
    String[] stock = new String[count];
    for (int i = 0; i < count; i++) {
      stock[i] = next.get();
    }
    return stock;
  }

  Person person(RandomGenerator random, int number) {
    String first = pick(given, random);
    String last = pick(family, random);
    String email = ascii(first, "") + "." + ascii(last, "") + number + "@" + pick(DOMAINS, random);
    String phone = "+" + (10_000_000_000L + random.nextLong(80_000_000_000L));
    LocalDate birthday = LocalDate.of(1940, 1, 1).plusDays(random.nextInt(68 * 365));
    return new Person(first + " " + last, email, phone, birthday);
  }

  String family(RandomGenerator random) {
    return pick(family, random);
  }

  String city(RandomGenerator random) {
    return pick(cities, random);
  }

  String street(RandomGenerator random) {
    return pick(streets, random) + " " + (1 + random.nextInt(180));
  }

  /** Returns the two letters of the country. */
  String country() {
    return locale.getCountry();
  }

  /** Returns {@code text} in lower-case ASCII letters and digits, all else as {@code between}. */
  static String ascii(String text, String between) {
    String bare = Normalizer.normalize(text, Normalizer.Form.NFD).replaceAll("\\p{M}", "");
    return bare.toLowerCase(Locale.ROOT)
        .replace("ß", "ss")
        .replaceAll("[^a-z0-9]+", between)
        .replaceAll("^-|-$", "");
  }

  private static String pick(String[] from, RandomGenerator random) {
    return from[random.nextInt(from.length)];
  }
}
