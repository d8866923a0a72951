package io.croft.webflux;

import static io.croft.webflux.WebFluxService.HEADER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.croft.catalog.CatalogAddress;
import io.croft.core.Isolation;
import io.croft.core.TenantId;
import io.croft.spring.reactive.ReactiveScope;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;
import org.springframework.security.web.server.firewall.ServerWebExchangeFirewall;
import org.springframework.web.bind.annotation.CrossOrigin;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.WebSession;
import reactor.core.publisher.Mono;

/** Where a request to WebFlux names its tenant, and what is answered where it does not. */
final class ResolutionIT {

  private static WebFluxService service;

  private final TenantId acme = WebFluxService.tenant(Isolation.POOL);
  private final TenantId globex = WebFluxService.tenant(Isolation.SCHEMA);
  private final String a = WebFluxService.slug(acme);
  private final String b = WebFluxService.slug(globex);

  /** Lets any path through, as where there is no Spring Security. */
  static class AnyPath {

    @Bean
    ServerWebExchangeFirewall firewall() {
      return ServerWebExchangeFirewall.INSECURE_NOOP;
    }
  }

  /** Pages that tell whose they are. */
  @RestController
  static class Pages {

    private static Mono<String> tell() {
      return ReactiveScope.current().map(TenantId::toString).defaultIfEmpty("nobody");
    }

    @CrossOrigin("https://shop.test")
    @GetMapping("/who")
    Mono<String> who() {
      return tell();
    }

    @GetMapping("/of/{tenant}/who")
    Mono<String> of(@PathVariable String tenant) {
      return tell();
    }

    @GetMapping("/open/who")
    Mono<String> open() {
      return tell();
    }

    @GetMapping("/open/login/{tenant}")
    Mono<String> login(@PathVariable String tenant, WebSession session) {
      session.getAttributes().put("tenant", tenant);
      return tell();
    }

    @GetMapping("/word/{word}")
    String word(@PathVariable String word) {
      return word;
    }
  }

  @BeforeAll
  static void start() {
    service =
        WebFluxService.start(
            List.of(OpenDoors.class, AnyPath.class, Pages.class),
            "croft.web.header=" + HEADER,
            "croft.web.path=/of/{tenant}/**",
            "croft.web.subdomain-of=booking.test",
            "croft.web.session-attribute=tenant",
            "croft.web.unscoped=/open/**");
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  private static void assertProblem(HttpResponse<String> answer, int status, String code) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
    assertThat(answer.body()).contains("\"code\":\"" + code + "\"");
  }

  @Test
  void eachPlaceNamesTheTenant() {
    assertThat(service.get("/who", HEADER, a).body()).isEqualTo(acme.toString());
    assertThat(service.get("/who", HEADER, acme.toString()).body()).isEqualTo(acme.toString());
    assertThat(service.get("/of/" + a + "/who").body()).isEqualTo(acme.toString());
    assertThat(service.get("/who", "Host", a + ".booking.test:8080").body())
        .isEqualTo(acme.toString());
  }

  @Test
  void theSessionNamesTheTenantOnceItIsThere() {
    HttpResponse<String> login = service.get("/open/login/" + a);
    assertThat(login.body()).isEqualTo("nobody");
    String cookie = login.headers().firstValue("Set-Cookie").orElseThrow().split(";", 2)[0];
    assertThat(service.get("/who", "Cookie", cookie).body()).isEqualTo(acme.toString());
    assertProblem(service.get("/who", "Cookie", cookie, HEADER, b), 400, "tenant-ambiguous");
    assertThat(service.get("/who", HEADER, a).headers().firstValue("Set-Cookie")).isEmpty();
  }

  @Test
  void aRequestThatNamesNoTenantIsRefused() {
    assertProblem(service.get("/who"), 400, "tenant-missing");
    assertProblem(service.get("/who", "Host", "booking.test"), 400, "tenant-missing");
  }

  @Test
  void whatIsNoNameIsRefused() {
    assertProblem(service.get("/who", HEADER, "No Name!"), 400, "slug-invalid");
    assertProblem(
        service.get("/who", HEADER, "zzzzzzzz-zzzz-zzzz-zzzz-zzzzzzzzzzzz"),
        400,
        "tenant-id-invalid");
    assertProblem(service.get("/who", HEADER, ""), 400, "slug-invalid");
  }

  @Test
  void namesThatDifferAreRefused() {
    assertProblem(service.get("/of/" + a + "/who", HEADER, b), 400, "tenant-ambiguous");
    assertProblem(service.get("/who", HEADER, a, HEADER, a), 400, "tenant-ambiguous");
    assertThat(service.get("/of/" + a + "/who", HEADER, acme.toString()).statusCode())
        .isEqualTo(200);
  }

  @Test
  void aTenantThatIsNotThereIsNotFound() {
    assertProblem(service.get("/who", HEADER, "nobody"), 404, "tenant-unknown");
    assertProblem(service.get("/who", HEADER, TenantId.random().toString()), 404, "tenant-unknown");
  }

  @Test
  void aTenantThatIsSuspendedIsRefused() {
    TenantId initech = WebFluxService.tenant(Isolation.POOL);
    assertThat(service.get("/who", HEADER, initech.toString()).statusCode()).isEqualTo(200);
    WebFluxService.fleet().catalog().suspend(initech, "test");
    await()
        .untilAsserted(
            () ->
                assertProblem(
                    service.get("/who", HEADER, initech.toString()), 403, "tenant-not-active"));
  }

  @Test
  void aTenantThatIsErasedIsNotThere() throws SQLException {
    TenantId initech = WebFluxService.tenant(Isolation.POOL);
    CatalogAddress catalog = WebFluxService.fleet().address();
    try (Connection connection =
            DriverManager.getConnection(catalog.jdbcUrl(), catalog.user(), catalog.password());
        PreparedStatement erase =
            connection.prepareStatement(
                "UPDATE catalog.tenant SET status = 'erased' WHERE id = ?")) {
      erase.setObject(1, initech.value());
      assertThat(erase.executeUpdate()).isEqualTo(1);
    }
    assertProblem(service.get("/who", HEADER, initech.toString()), 404, "tenant-unknown");
  }

  @Test
  void unscopedPathsAndPreflightsAreOfNoTenant() {
    assertThat(service.get("/open/who", HEADER, a).body()).isEqualTo("nobody");
    HttpResponse<String> preflight =
        service.options(
            "/who", "Origin", "https://shop.test", "Access-Control-Request-Method", "GET");
    assertThat(preflight.statusCode()).as(preflight.body()).isEqualTo(200);
    assertThat(preflight.headers().firstValue("Access-Control-Allow-Origin"))
        .contains("https://shop.test");
  }

  @Test
  void aPathIsDecodedOnce() {
    String twice = "%25" + Integer.toHexString(a.charAt(0)) + a.substring(1);
    String once = "%" + Integer.toHexString(a.charAt(0)) + a.substring(1);
    assertThat(service.get("/of/" + once + "/who").body()).isEqualTo(acme.toString());
    assertThat(service.get("/of/" + twice + "/who").statusCode()).isEqualTo(400);
    assertThat(service.get("/word/100%25", HEADER, a).body()).isEqualTo("100%");
  }
}
