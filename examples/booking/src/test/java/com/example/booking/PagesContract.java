package com.example.booking;

import static com.example.booking.BusinessClient.MONDAY;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.Test;
import org.springframework.test.web.servlet.client.RestTestClient.ResponseSpec;

/** What the application promises to people; each test has a new business. */
abstract class PagesContract {

  private static final Pattern LINK = Pattern.compile("(?:href|src|hx-get)=\"([^\"]+)\"");
  private static final Pattern ACTION = Pattern.compile("action=\"([^\"]+)\"");

  /** Returns a business that nobody has set up. */
  abstract BusinessClient newBusiness();

  private BusinessClient salon() {
    BusinessClient salon = newBusiness().setUp("Salon Süd", "Europe/Vienna", "EUR");
    salon.offering("Haircut", 45, "45.5");
    salon.staff("Ana Lima");
    return salon;
  }

  private static String follow(BusinessClient business, URI place) {
    return business.page(String.valueOf(URI.create(business.address() + "/").resolve(place)));
  }

  private static URI redirect(ResponseSpec answer) {
    return Objects.requireNonNull(
        answer.expectStatus().is3xxRedirection().returnResult().getResponseHeaders().getLocation());
  }

  @Test
  void aNewBusinessIsLedThroughItsSetup() {
    BusinessClient business = newBusiness();
    assertThat(follow(business, redirect(business.get("/")))).contains("Welcome");
    Map<String, String> form =
        Map.of(
            "name", "Salon <b>",
            "timeZone", "Asia/Kathmandu",
            "currency", "NPR",
            "days", "MONDAY,SUNDAY",
            "opens", "09:00",
            "closes", "17:00");
    assertThat(follow(business, redirect(business.submit("/setup/business", form))))
        .contains("Salon &lt;b&gt;", "Nobody yet", "None yet");
    assertThat(business.page("/day/" + MONDAY)).contains("Almost there");
    business.submit("/setup/staff", Map.of("name", "Ana", "email", "ana@example.com"));
    business.submit("/setup/offerings", Map.of("name", "Cut", "minutes", "30", "price", "900"));
    assertThat(business.page("/setup")).contains("ana@example.com", "30 min", "NPR");
    assertThat(business.page("/day/" + MONDAY)).contains("New booking");
    assertThat(business.page("/customers")).contains("Nobody has booked yet");
  }

  @Test
  void whatIsWrongIsSaidBesideIt() {
    BusinessClient business = newBusiness();
    wrong(business.submit("/setup/business", Map.of("name", "")), 422)
        .contains("What is it called?", "Where is it?", "Tick a day");
    wrong(business.submit("/setup/business", Map.of("name", "Süd", "timeZone", "Atlantis")), 422)
        .contains("That cannot be read", "value=\"Süd\"");
    BusinessClient salon = salon();
    Map<String, String> known = Map.of("name", "Ana", "email", "ana.lima@example.com");
    wrong(salon.submit("/setup/staff", known), 422).contains("Somebody has that address");
  }

  private static AbstractStringAssert<?> wrong(ResponseSpec answer, int status) {
    return assertThat(
        answer
            .expectStatus()
            .isEqualTo(status)
            .expectBody(String.class)
            .returnResult()
            .getResponseBody());
  }

  @Test
  void aTimeIsBookedFromTheCalendar() {
    BusinessClient salon = salon();
    String day = salon.page("/day/" + MONDAY);
    String slot =
        Pattern.compile("class=\"slot\"[^>]*href=\"([^\"#]+time=10:30)")
            .matcher(day)
            .results()
            .map(found -> found.group(1).replace("&amp;", "&"))
            .findFirst()
            .orElseThrow();
    String prefilled = follow(salon, URI.create(slot));
    assertThat(prefilled).contains("value=\"10:30\"");
    String offering = selected(prefilled, "<option value=\"(\\d+)\">Haircut");
    String staff = selected(prefilled, "<option value=\"(\\d+)\" selected>Ana");
    Map<String, String> form =
        Map.of(
            "offering",
            offering,
            "staff",
            staff,
            "day",
            MONDAY.toString(),
            "time",
            "10:30",
            "name",
            "Zoe Ng",
            "email",
            "zoe@example.com");
    String path = "/day/" + MONDAY + "/bookings";
    String booked = follow(salon, redirect(salon.submit(path, form)));
    assertThat(booked)
        .contains("Booked:", "Zoe Ng", "€45.50", "1 booking")
        .doesNotContain("10:30</span></a>");
    wrong(salon.submit(path, form), 409).contains("Ana Lima is not free", "value=\"Zoe Ng\"");
    String close = selected(booked, "action=\"[^\"]*(/bookings/\\d+/status)\"");
    assertThat(follow(salon, redirect(salon.submit(close, Map.of("status", "CANCELLED")))))
        .contains("1 cancelled", "0 bookings");
    wrong(salon.submit(close, Map.of("status", "COMPLETED")), 409).contains("That cannot be done");
  }

  private static String selected(String page, String pattern) {
    return Pattern.compile(pattern)
        .matcher(page)
        .results()
        .map(found -> found.group(1))
        .findFirst()
        .orElseThrow(() -> new AssertionError(pattern + " is not in " + page));
  }

  @Test
  void everyLinkLeadsSomewhereAndStaysWithTheBusiness() {
    BusinessClient salon = salon();
    String base = URI.create(salon.address()).getPath();
    for (String path : List.of("/day/" + MONDAY, "/customers", "/setup")) {
      String page = salon.page(path);
      List<String> links = found(LINK, page);
      assertThat(links).hasSizeGreaterThan(5);
      assertThat(links).allSatisfy(link -> assertThat(link).startsWith(base + "/"));
      assertThat(found(ACTION, page)).allSatisfy(it -> assertThat(it).startsWith(base + "/"));
      links.forEach(
          link ->
              assertThat(
                      salon
                          .get(String.valueOf(URI.create(salon.address()).resolve(link)))
                          .returnResult()
                          .getStatus()
                          .value())
                  .as(link)
                  .isIn(200, 302));
    }
  }

  private static List<String> found(Pattern pattern, String page) {
    return pattern
        .matcher(page)
        .results()
        .map((MatchResult found) -> found.group(1).replace("&amp;", "&"))
        .filter(link -> !link.startsWith("mailto:") && !link.startsWith("#"))
        .toList();
  }

  @Test
  void aPageThatIsNotThereLooksLikeTheOthers() {
    BusinessClient salon = salon();
    String base = URI.create(salon.address()).getPath();
    wrong(salon.browse("/nowhere"), 404)
        .contains("There is nothing here", "href=\"" + base + "/booking.css\"");
  }

  @Test
  void manyCustomersAreOnPages() {
    BusinessClient salon = salon();
    for (int i = 10; i < 25; i++) {
      BusinessClient.created(
          salon.post(
              "/api/customers", Map.of("name", "Zoe " + i, "email", "zoe" + i + "@example.com")));
    }
    assertThat(salon.page("/customers")).contains("15 customers", "Page 1 of 2", "Zoe 10");
    assertThat(salon.page("/customers?page=2")).contains("Page 2 of 2", "Zoe 24");
    salon.browse("/customers?page=" + Integer.MAX_VALUE).expectStatus().isNotFound();
    assertThat(salon.page("/customers?name=E+17")).contains("1 customer", "Zoe 17");
    assertThat(salon.page("/customers?name=nobody")).contains("Nobody is called that");
  }
}
