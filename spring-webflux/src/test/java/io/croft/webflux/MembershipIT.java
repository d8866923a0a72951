package io.croft.webflux;

import static io.croft.webflux.WebFluxService.HEADER;
import static org.assertj.core.api.Assertions.assertThat;

import io.croft.core.Isolation;
import io.croft.core.TenantId;
import io.croft.jdbc.CroftDataSource;
import io.croft.spring.web.TenantMembership;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Who shows a token to WebFlux uses the tenants that it names, and no other. */
final class MembershipIT {

  private static final String TOKEN = "Authorization";
  private static final AtomicReference<String> ASKED = new AtomicReference<>("nobody");

  private static WebFluxService service;

  private final TenantId acme = WebFluxService.tenant(Isolation.POOL);
  private final TenantId globex = WebFluxService.tenant(Isolation.SCHEMA);
  private final String a = WebFluxService.slug(acme);
  private final String b = WebFluxService.slug(globex);

  /** Knows that somebody was expelled, after a look into something that blocks. */
  static class Expelled {

    @Bean
    TenantMembership membership() {
      return (request, tenant) -> {
        ASKED.set(
            Schedulers.isInNonBlockingThread() ? "must not block" : "of " + Thread.currentThread());
        return request.headers("X-Expelled").isEmpty();
      };
    }
  }

  /** Tells where a page of the application is made. */
  @RestController
  static class Pages {

    @GetMapping("/thread")
    Mono<String> thread() {
      return Mono.fromSupplier(
          () -> Schedulers.isInNonBlockingThread() ? "must not block" : "may block");
    }
  }

  @BeforeAll
  static void start() {
    service =
        WebFluxService.start(
            List.of(Tokens.class, Expelled.class, Pages.class),
            "croft.web.header=" + HEADER,
            "croft.web.claim=tenants");
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  private static String of(Object tenants) {
    return Tokens.bearer(Map.of("tenants", tenants));
  }

  private static HttpResponse<String> get(String... headers) {
    return service.get("/notes/helper", headers);
  }

  private static void assertCode(HttpResponse<String> answer, int status, String code) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.body()).contains("\"code\":\"" + code + "\"");
  }

  private static long checkouts() {
    return service.context.getBean(CroftDataSource.class).snapshot(0).total().checkouts();
  }

  @Test
  void aClaimNamesTheTenant() {
    assertThat(get(TOKEN, of(a)).statusCode()).isEqualTo(200);
    assertThat(get(TOKEN, of(a), HEADER, acme.toString()).statusCode()).isEqualTo(200);
    assertThat(get(TOKEN, of(List.of(a, b)), HEADER, b).statusCode()).isEqualTo(200);
    assertCode(get(TOKEN, of(List.of(a, b))), 400, "tenant-missing");
  }

  @Test
  void aHeaderNeverOutranksAClaim() {
    long before = checkouts();
    assertCode(get(TOKEN, of(a), HEADER, b), 403, "tenant-forbidden");
    assertCode(get(TOKEN, of(a), HEADER, globex.toString()), 403, "tenant-forbidden");
    assertCode(get(TOKEN, of(List.of()), HEADER, a), 403, "tenant-forbidden");
    assertCode(get(TOKEN, of(a), "X-Expelled", "yes"), 403, "tenant-forbidden");
    assertThat(checkouts()).isEqualTo(before);
  }

  @Test
  void whatIsNotTheCallersIsRefusedAlikeWhetherItExistsOrNot() {
    assertThat(get(TOKEN, of(a), HEADER, "nobody").body())
        .isEqualTo(get(TOKEN, of(a), HEADER, b).body());
  }

  @Test
  void noTokenIsNotEnoughAndAForgedOneIsNone() {
    assertCode(get(HEADER, a), 401, "caller-unknown");
    String forged =
        Tokens.bearer(
            Map.of("tenants", a), Tokens.key("another key, of somebody who would like to be in"));
    assertThat(get(TOKEN, forged).statusCode()).isEqualTo(401);
  }

  @Test
  void whatMayBlockIsAskedWhereItMayAndTheRequestGoesOnWhereItMayNot() {
    HttpResponse<String> answer = service.get("/thread", TOKEN, of(a));
    assertThat(answer.body()).isEqualTo("must not block");
    assertThat(ASKED.get()).contains("croft-tenants");
  }
}
