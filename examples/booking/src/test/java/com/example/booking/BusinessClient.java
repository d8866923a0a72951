package com.example.booking;

import java.net.http.HttpClient;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAdjusters;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.springframework.http.MediaType;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.springframework.test.web.servlet.client.RestTestClient.ResponseSpec;
import org.springframework.util.MultiValueMap;

/** Somebody who uses one business over HTTP, and follows no redirect. */
record BusinessClient(String address, RestTestClient http) {

  /** A Monday that is not over, whatever the day is. */
  static final LocalDate MONDAY =
      LocalDate.now(ZoneOffset.UTC).plusDays(2).with(TemporalAdjusters.next(DayOfWeek.MONDAY));

  private static final String BROWSER = "text/html,application/xml;q=0.9,*/*;q=0.8";

  static BusinessClient at(String address) {
    HttpClient client = HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();
    return new BusinessClient(
        address,
        RestTestClient.bindToServer(new JdkClientHttpRequestFactory(client))
            .baseUrl(address)
            .build());
  }

  /** Sets it up: open from nine to five on all days but the weekend's. */
  BusinessClient setUp(String name, String zone, String currency) {
    Map<String, Object> hours = new HashMap<>();
    Stream.of(DayOfWeek.values())
        .filter(day -> day.getValue() < DayOfWeek.SATURDAY.getValue())
        .forEach(day -> hours.put(day.name(), Map.of("opens", "09:00", "closes", "17:00")));
    profile(name, zone, currency, hours).expectStatus().isOk();
    return this;
  }

  ResponseSpec profile(String name, String zone, String currency, Map<String, Object> hours) {
    return http.put()
        .uri("/api/business")
        .contentType(MediaType.APPLICATION_JSON)
        .body(Map.of("name", name, "timeZone", zone, "currency", currency, "openingHours", hours))
        .exchange();
  }

  long offering(String name, int minutes, String price) {
    return created(
        post("/api/offerings", Map.of("name", name, "minutes", minutes, "price", price)));
  }

  long staff(String name) {
    String email = name.toLowerCase(Locale.ROOT).replace(' ', '.') + "@example.com";
    return created(post("/api/staff", Map.of("name", name, "email", email)));
  }

  ResponseSpec book(long offering, long staff, LocalDateTime start, String customer) {
    Map<String, String> who = Map.of("name", customer, "email", customer + "@example.com");
    return post(
        "/api/bookings",
        Map.of("offering", offering, "staff", staff, "startsAt", start, "customer", who));
  }

  ResponseSpec close(long booking, String status) {
    return http.put()
        .uri("/api/bookings/{id}/status", booking)
        .contentType(MediaType.APPLICATION_JSON)
        .body(Map.of("status", status))
        .exchange();
  }

  ResponseSpec get(String path) {
    return http.get().uri(path).exchange();
  }

  ResponseSpec post(String path, Map<String, Object> body) {
    return http.post().uri(path).contentType(MediaType.APPLICATION_JSON).body(body).exchange();
  }

  /** Asks as a browser does. */
  ResponseSpec browse(String path) {
    return http.get().uri(path).header("Accept", BROWSER).exchange();
  }

  ResponseSpec submit(String path, Map<String, String> form) {
    return http.post()
        .uri(path)
        .header("Accept", BROWSER)
        .contentType(MediaType.APPLICATION_FORM_URLENCODED)
        .body(MultiValueMap.fromSingleValue(form))
        .exchange();
  }

  /** Returns a page as text, which must be there. */
  String page(String path) {
    return Objects.requireNonNull(
        browse(path)
            .expectStatus()
            .isOk()
            .expectBody(String.class)
            .returnResult()
            .getResponseBody());
  }

  /** Returns the id of what has been made. */
  static long created(ResponseSpec answer) {
    Map<?, ?> body =
        Objects.requireNonNull(
            answer
                .expectStatus()
                .isCreated()
                .expectBody(Map.class)
                .returnResult()
                .getResponseBody());
    return ((Number) Objects.requireNonNull(body.get("id"))).longValue();
  }
}
