import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Fills three businesses with a week of bookings, as their customers would: over HTTP. */
final class Seed {

  private record Service(String name, int minutes, String price) {}

  private record Shop(
      String slug,
      String name,
      String zone,
      String currency,
      List<Service> services,
      List<String> staff,
      List<String> customers) {}

  private static final List<Shop> SHOPS =
      List.of(
          new Shop(
              "salon",
              "Salon Süd",
              "Europe/Vienna",
              "EUR",
              List.of(
                  new Service("Haircut", 45, "48.00"),
                  new Service("Colour and cut", 120, "135.50"),
                  new Service("Beard trim", 30, "24.00"),
                  new Service("Styling", 60, "65.00")),
              List.of("Ana Lima", "Jonas Huber", "Mira Novak"),
              List.of(
                  "Zoe Berger",
                  "Emil Gruber",
                  "Lea Pichler",
                  "Noah Steiner",
                  "Clara Wolf",
                  "Felix Moser",
                  "Ida Eder",
                  "Paul Fuchs",
                  "Rosa Leitner",
                  "Theo Bauer",
                  "Nina Hofer",
                  "Max Winkler",
                  "Ella Schmid",
                  "Leo Brunner",
                  "Mia Egger")),
          new Shop(
              "kyoto",
              "Kyoto Tea Rooms",
              "Asia/Tokyo",
              "JPY",
              List.of(
                  new Service("Tea ceremony", 90, "6800"),
                  new Service("Matcha workshop", 60, "4500"),
                  new Service("Seasonal sweets", 30, "2200")),
              List.of("Haruka Sato", "Kenji Mori"),
              List.of(
                  "Aoi Tanaka",
                  "Ren Suzuki",
                  "Yui Kato",
                  "Sora Ito",
                  "Mei Kimura",
                  "Riku Abe",
                  "Hana Endo",
                  "Yuto Ono",
                  "Emi Hara")),
          new Shop(
              "harbor",
              "Harbor Physio",
              "America/New_York",
              "USD",
              List.of(
                  new Service("First appointment", 60, "140.00"),
                  new Service("Physiotherapy", 45, "95.00"),
                  new Service("Massage", 30, "60.00")),
              List.of("Dr. Grace Lee", "Sam Ortiz", "Priya Shah", "Tom Baker"),
              List.of(
                  "Olivia Reed",
                  "Liam Carter",
                  "Ava Brooks",
                  "Ethan Price",
                  "Maya Ross",
                  "Lucas Gray",
                  "Ruth Ellis",
                  "Owen Cole",
                  "Ivy Marsh",
                  "Jack Nolan",
                  "Nora Quinn",
                  "Henry Boyd")));

  private static final Pattern ID = Pattern.compile("\"id\":(\\d+)");

  private final HttpClient client = HttpClient.newHttpClient();
  private final Random random = new Random(42);
  private final String base;

  private Seed(String base) {
    this.base = base;
  }

  public static void main(String[] args) throws Exception {
    Seed seed = new Seed(args[0]);
    for (Shop shop : SHOPS) {
      seed.open(shop);
    }
  }

  private void open(Shop shop) throws IOException, InterruptedException {
    String hours =
        Stream.of(DayOfWeek.values())
            .filter(day -> day != DayOfWeek.SUNDAY)
            .map(day -> "\"%s\":{\"opens\":\"09:00\",\"closes\":\"18:00\"}".formatted(day))
            .collect(Collectors.joining(","));
    String profile =
        "{\"name\":\"%s\",\"timeZone\":\"%s\",\"currency\":\"%s\",\"openingHours\":{%s}}";
    send("PUT", shop, "/business", profile.formatted(shop.name, shop.zone, shop.currency, hours));
    List<Long> offerings = new ArrayList<>();
    for (Service service : shop.services) {
      String offering = "{\"name\":\"%s\",\"minutes\":%d,\"price\":%s}";
      offerings.add(
          id(
              send(
                  "POST",
                  shop,
                  "/offerings",
                  offering.formatted(service.name, service.minutes, service.price))));
    }
    LocalDate today = LocalDate.now(ZoneId.of(shop.zone));
    for (String member : shop.staff) {
      long staff = id(send("POST", shop, "/staff", person(member, "example.com")));
      for (int day = 0; day < 7; day++) {
        book(shop, offerings, staff, today.plusDays(day));
      }
    }
  }

  /** Fills a day with gaps, until it is over. */
  private void book(Shop shop, List<Long> offerings, long staff, LocalDate day)
      throws IOException, InterruptedException {
    if (day.getDayOfWeek() == DayOfWeek.SUNDAY) {
      return;
    }
    LocalDateTime start = day.atTime(9, 0).plusMinutes(30L * random.nextInt(3));
    while (start.toLocalTime().isBefore(LocalTime.of(17, 0))) {
      int what = random.nextInt(offerings.size());
      String who = shop.customers.get(random.nextInt(shop.customers.size()));
      String booking = "{\"offering\":%d,\"staff\":%d,\"startsAt\":\"%s\",\"customer\":%s}";
      HttpResponse<String> answer =
          send(
              "POST",
              shop,
              "/bookings",
              booking.formatted(offerings.get(what), staff, start, person(who, "mail.example")));
      long minutes = shop.services.get(what).minutes;
      if (answer.statusCode() == 201 && random.nextInt(12) == 0) {
        send("PUT", shop, "/bookings/" + id(answer) + "/status", "{\"status\":\"CANCELLED\"}");
      }
      start = start.plusMinutes((minutes + 29) / 30 * 30 + 30L * random.nextInt(4));
    }
  }

  private static String person(String name, String domain) {
    String address = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z]+", ".");
    return "{\"name\":\"%s\",\"email\":\"%s@%s\"}".formatted(name, address, domain);
  }

  /** What is not open that late is refused with 422, as it should be. */
  private HttpResponse<String> send(String method, Shop shop, String path, String body)
      throws IOException, InterruptedException {
    HttpResponse<String> answer =
        client.send(
            HttpRequest.newBuilder(URI.create(base + "/" + shop.slug + "/api" + path))
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() >= 300 && answer.statusCode() != 422) {
      throw new IOException(method + " " + path + ": " + answer.statusCode() + " " + answer.body());
    }
    return answer;
  }

  private static long id(HttpResponse<String> answer) {
    Matcher found = ID.matcher(answer.body());
    if (!found.find()) {
      throw new IllegalStateException(answer.body());
    }
    return Long.parseLong(found.group(1));
  }
}
