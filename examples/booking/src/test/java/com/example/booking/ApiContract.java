package com.example.booking;

import static com.example.booking.BusinessClient.MONDAY;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient.ResponseSpec;

/** What the application promises to programs; each test has a new business. */
abstract class ApiContract {

  private static final LocalDateTime TEN = MONDAY.atTime(10, 0);

  private BusinessClient business;
  private long haircut;
  private long ana;

  /** Returns a business that nobody has set up. */
  abstract BusinessClient newBusiness();

  @BeforeEach
  void open() {
    business = newBusiness().setUp("Salon", "Europe/Vienna", "EUR");
    haircut = business.offering("Haircut", 45, "45.5");
    ana = business.staff("Ana");
  }

  private static Consumer<String> startsWith(String start) {
    return text -> assertThat(text).startsWith(start);
  }

  private static void refused(ResponseSpec answer, int status, String detail) {
    answer
        .expectStatus()
        .isEqualTo(status)
        .expectHeader()
        .contentType(MediaType.APPLICATION_PROBLEM_JSON)
        .expectBody()
        .jsonPath("$.detail")
        .value(startsWith(detail));
  }

  @Test
  void aBookingIsToldByTheClockOfTheBusiness() {
    ResponseSpec answer = business.book(haircut, ana, TEN, "zoe");
    String place =
        String.valueOf(
            answer.expectStatus().isCreated().returnResult().getResponseHeaders().getLocation());
    assertThat(place).startsWith(business.address() + "/api/bookings/");
    String offset = String.valueOf(ZoneId.of("Europe/Vienna").getRules().getOffset(TEN));
    business
        .get(place)
        .expectStatus()
        .isOk()
        .expectBody()
        .jsonPath("$.startsAt")
        .value(startsWith(TEN + ":00" + offset))
        .jsonPath("$.endsAt")
        .value(startsWith(TEN.plusMinutes(45) + ":00" + offset))
        .jsonPath("$.price.amount")
        .isEqualTo(45.50)
        .jsonPath("$.customer.email")
        .isEqualTo("zoe@example.com")
        .jsonPath("$.status")
        .isEqualTo("CONFIRMED");
  }

  @Test
  void nobodyIsInTwoPlacesAtOnce() {
    long first = BusinessClient.created(business.book(haircut, ana, TEN, "zoe"));
    refused(business.book(haircut, ana, TEN.plusMinutes(44), "yan"), 409, "Ana is not free");
    business.book(haircut, ana, TEN.plusMinutes(45), "yan").expectStatus().isCreated();
    business.book(haircut, business.staff("Ben"), TEN, "xi").expectStatus().isCreated();
    business.close(first, "CANCELLED").expectStatus().isOk();
    business.book(haircut, ana, TEN.minusMinutes(10), "wim").expectStatus().isCreated();
  }

  @Test
  void ofManyWhoBookTheSameTimeOneHasIt() {
    List<CompletableFuture<Integer>> answers =
        IntStream.range(0, 8)
            .mapToObj(
                who ->
                    CompletableFuture.supplyAsync(
                        () ->
                            business
                                .book(haircut, ana, TEN.plusMinutes(who), "customer" + who)
                                .returnResult()
                                .getStatus()
                                .value()))
            .toList();
    assertThat(answers.stream().map(CompletableFuture::join))
        .containsOnly(201, 409)
        .containsOnlyOnce(201);
  }

  @Test
  void onlyOpeningHoursCanBeBooked() {
    refused(
        business.book(haircut, ana, MONDAY.atTime(8, 59), "zoe"), 422, "The business is not open");
    refused(
        business.book(haircut, ana, MONDAY.atTime(16, 16), "zoe"), 422, "The business is not open");
    refused(
        business.book(haircut, ana, MONDAY.plusDays(6).atTime(10, 0), "zoe"),
        422,
        "The business is not open");
    refused(business.book(haircut, ana, TEN.minusYears(1), "zoe"), 422, "");
    business.book(haircut, ana, MONDAY.atTime(16, 15), "zoe").expectStatus().isCreated();
  }

  @Test
  void aTimeThatTheClockSkipsCannotBeBookedAndOneThatItRepeatsIsTheFirst() {
    ZoneId vienna = ZoneId.of("Europe/Vienna");
    Map<String, Object> allDay = Map.of("SUNDAY", Map.of("opens", "00:00", "closes", "23:59"));
    business.profile("Bar", vienna.getId(), "EUR", allDay).expectStatus().isOk();
    ZoneOffsetTransition next = vienna.getRules().nextTransition(Instant.now());
    for (ZoneOffsetTransition change :
        List.of(next, vienna.getRules().nextTransition(next.getInstant()))) {
      if (change.isGap()) {
        LocalDateTime never = change.getDateTimeBefore().plusMinutes(10);
        refused(business.book(haircut, ana, never, "zoe"), 422, "On " + never.toLocalDate());
      } else {
        LocalDateTime twice = change.getDateTimeAfter().plusMinutes(10);
        business
            .book(haircut, ana, twice, "zoe")
            .expectBody()
            .jsonPath("$.startsAt")
            .value(startsWith(twice + ":00" + change.getOffsetBefore()));
      }
    }
  }

  @Test
  void whatIsMissingIsNamed() {
    business
        .post("/api/bookings", Map.of("offering", haircut, "customer", Map.of("name", " ")))
        .expectStatus()
        .isBadRequest()
        .expectHeader()
        .contentType(MediaType.APPLICATION_PROBLEM_JSON)
        .expectBody()
        .jsonPath("$.fields[*].field")
        .value(
            (List<String> fields) ->
                assertThat(fields)
                    .contains("startsAt", "staff", "customer.name", "customer.email"));
    business.profile("Bar", "Europe/Atlantis", "EUR", Map.of()).expectStatus().isBadRequest();
    business
        .profile("Bar", "UTC", "EUR", Map.of("MONDAY", Map.of("opens", "17:00", "closes", "9:00")))
        .expectStatus()
        .isBadRequest();
    business.get("/api/bookings?sort=nonsense").expectStatus().isBadRequest();
  }

  @Test
  void whatIsNotThereIsNotFound() {
    refused(business.get("/api/bookings/999999999"), 404, "There is no booking 999999999.");
    refused(business.book(999999999, ana, TEN, "zoe"), 404, "There is no offering");
    String far = "?page=" + Integer.MAX_VALUE;
    refused(business.get("/api/bookings" + far), 404, "There is no page 2147483647.");
    refused(business.get("/api/customers" + far), 404, "There is no page 2147483647.");
    refused(newBusiness().get("/api/business"), 404, "There is no business yet.");
  }

  @Test
  void whatIsOverStaysAsItIs() {
    long booking = BusinessClient.created(business.book(haircut, ana, TEN, "zoe"));
    business.close(booking, "COMPLETED").expectStatus().isOk();
    refused(
        business.close(booking, "CANCELLED"),
        409,
        "A booking that is completed cannot become cancelled.");
  }

  @Test
  void aCustomerIsKnownByTheAddress() {
    business.book(haircut, ana, TEN, "zoe").expectStatus().isCreated();
    business.book(haircut, ana, TEN.plusHours(1), "ZOE").expectStatus().isCreated();
    business
        .get("/api/customers?name=zo")
        .expectBody()
        .jsonPath("$.page.totalElements")
        .isEqualTo(1);
    Map<String, Object> again = Map.of("name", "Another Zoe", "email", "Zoe@Example.com");
    business
        .post("/api/customers", again)
        .expectStatus()
        .isEqualTo(409)
        .expectBody()
        .jsonPath("$.rule")
        .isEqualTo("customer_email");
  }

  @Test
  void bookingsAreToldInPages() {
    Stream.of(9, 10, 11)
        .forEach(hour -> business.book(haircut, ana, MONDAY.atTime(hour, 0), "zoe" + hour));
    business
        .get("/api/bookings?size=2&page=1&sort=startsAt")
        .expectBody()
        .jsonPath("$.page.totalElements")
        .isEqualTo(3)
        .jsonPath("$.content.length()")
        .isEqualTo(1)
        .jsonPath("$.content[0].customer.name")
        .isEqualTo("zoe11");
    business.get("/api/bookings?day=" + MONDAY).expectBody().jsonPath("$.length()").isEqualTo(3);
  }

  @Test
  void moneyHasTheDecimalsOfItsCurrencyAndKeepsThePriceOfTheDay() {
    BusinessClient tokyo = newBusiness().setUp("Tokyo Cuts", "Asia/Tokyo", "JPY");
    refused(
        tokyo.post("/api/offerings", Map.of("name", "Cut", "minutes", 30, "price", "4500.5")),
        422,
        "JPY has no 4500.5.");
    long cut = tokyo.offering("Cut", 30, "4500");
    tokyo.setUp("Tokyo Cuts", "Asia/Tokyo", "USD");
    tokyo
        .book(cut, tokyo.staff("Ken"), TEN, "zoe")
        .expectBody()
        .jsonPath("$.price.currency")
        .isEqualTo("JPY")
        .jsonPath("$.price.amount")
        .isEqualTo(4500);
  }
}
