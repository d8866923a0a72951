package com.example.booking;

import static com.example.booking.BusinessClient.MONDAY;
import static org.awaitility.Awaitility.await;

import io.croft.core.Isolation;
import io.croft.core.TenantId;
import io.croft.test.Answer;
import io.croft.test.LeakHunt;
import io.croft.test.TenantIsolation;
import io.croft.test.Tenants;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.web.servlet.client.EntityExchangeResult;
import org.springframework.test.web.servlet.client.RestTestClient.ResponseSpec;

/** Two businesses with the same customer, the one in each isolation, the other in the pool. */
@BookingTest
@ParameterizedClass
@EnumSource(Isolation.class)
class NeighboursTests {

  private static final LocalDateTime TEN = MONDAY.atTime(10, 0);

  @Parameter private Isolation isolation;
  @LocalServerPort private int port;
  private final Tenants tenants;
  private TenantId acme;
  private TenantId globex;
  private long secret;

  NeighboursTests(Tenants tenants) {
    this.tenants = tenants;
  }

  @BeforeEach
  void open() {
    acme = tenants.create(isolation);
    globex = tenants.create(Isolation.POOL);
    fill(acme, "Acme");
    secret = fill(globex, "Globex");
  }

  private BusinessClient business(TenantId tenant) {
    return Town.business(tenants, tenant, port);
  }

  /** Every name is the business's own, only the customer and the time are the same. */
  private long fill(TenantId tenant, String name) {
    BusinessClient business = business(tenant).setUp(name, "Europe/Vienna", "EUR");
    long offering = business.offering("Cut", 30, "30");
    long member = business.staff(name + " Hand");
    return BusinessClient.created(business.book(offering, member, TEN, "zoe"));
  }

  @Test
  void aBookingOfAnotherBusinessIsNotThere() {
    business(globex).get("/api/bookings/" + secret).expectStatus().isOk();
    business(acme).get("/api/bookings/" + secret).expectStatus().isNotFound();
    business(acme).close(secret, "CANCELLED").expectStatus().isNotFound();
    business(globex)
        .get("/api/bookings/" + secret)
        .expectBody()
        .jsonPath("$.status")
        .isEqualTo("CONFIRMED");
  }

  @Test
  void whatIsOfferedElsewhereCannotBeBooked() {
    long member = business(globex).staff("Another");
    long offering = business(globex).offering("Wash", 30, "10");
    long mine = business(acme).offering("Wash", 30, "10");
    business(acme).book(offering, member, TEN, "yan").expectStatus().isNotFound();
    business(acme).book(mine, member, TEN, "yan").expectStatus().isNotFound();
  }

  @Test
  void noPageOrAnswerHoldsAValueOfTheNeighbour(LeakHunt hunt) {
    for (String path :
        List.of(
            "/day/" + MONDAY,
            "/customers",
            "/setup",
            "/api/business",
            "/api/offerings",
            "/api/staff",
            "/api/customers",
            "/api/bookings",
            "/api/bookings?day=" + MONDAY,
            "/api/bookings/" + secret)) {
      hunt = hunt.request(path, tenant -> answer(business(tenant).get(path)));
    }
    hunt.assertNoLeak(acme, globex);
  }

  private static Answer answer(ResponseSpec response) {
    EntityExchangeResult<String> result = response.expectBody(String.class).returnResult();
    Map<String, List<String>> headers = new LinkedHashMap<>();
    result.getResponseHeaders().forEach(headers::put);
    return Answer.of(headers, String.valueOf(result.getResponseBody()));
  }

  @Test
  void noTableShowsRowsOfTheNeighbour(TenantIsolation proof) {
    proof.assertApart(acme, globex);
  }

  @Test
  void aBusinessThatIsUnknownOrSuspendedIsToldApart() {
    BusinessClient.at("http://localhost:%d/b/nobody".formatted(port))
        .get("/api/business")
        .expectStatus()
        .isNotFound()
        .expectBody()
        .jsonPath("$.code")
        .isEqualTo("tenant-unknown");
    tenants.suspend(acme);
    await()
        .untilAsserted(
            () ->
                business(acme)
                    .get("/api/business")
                    .expectStatus()
                    .isForbidden()
                    .expectBody()
                    .jsonPath("$.code")
                    .isEqualTo("tenant-not-active"));
    business(globex).get("/api/business").expectStatus().isOk();
  }
}
