package io.croft.webflux;

import static io.croft.webflux.WebFluxService.HEADER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import io.croft.core.Isolation;
import io.croft.core.TenantId;
import io.croft.core.TenantScope;
import io.croft.spring.reactive.ReactiveScope;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClient;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Mono;

/** What a WebFlux application asks other services is told to be of the request's tenant. */
final class OutgoingIT {

  private static final EchoServer LISTED = new EchoServer();
  private static final EchoServer STRANGER = new EchoServer();

  private static WebFluxService service;
  private static WebFluxService silent;

  private final TenantId acme = WebFluxService.tenant(Isolation.POOL);
  private final TenantId globex = WebFluxService.tenant(Isolation.POOL);

  /** Asks another service. */
  @RestController
  static class Pages {

    private final WebClient web;
    private final RestClient rest;

    Pages(WebClient.Builder web, RestClient.Builder rest) {
      this.web = web.build();
      this.rest = rest.build();
    }

    @GetMapping("/web")
    Mono<String> web(@RequestParam String address) {
      return web.get()
          .uri(address)
          .exchangeToMono(
              answer ->
                  answer.bodyToMono(String.class).map(body -> answer.statusCode() + " " + body));
    }

    @GetMapping("/rest")
    Mono<String> rest(@RequestParam String address) {
      return ReactiveScope.call(
          () -> Objects.requireNonNull(rest.get().uri(address).retrieve().body(String.class)));
    }
  }

  @BeforeAll
  static void start() {
    service =
        WebFluxService.start(
            List.of(OpenDoors.class, Pages.class),
            "croft.web.header=" + HEADER,
            "croft.client.hosts=" + LISTED.host());
    silent =
        WebFluxService.start(List.of(OpenDoors.class, Pages.class), "croft.web.header=" + HEADER);
  }

  @AfterAll
  static void stop() {
    service.close();
    silent.close();
    LISTED.close();
    STRANGER.close();
  }

  private static String ask(WebFluxService of, String by, String address, TenantId tenant) {
    return of.get("/" + by + "?address=" + address, HEADER, tenant.toString()).body();
  }

  @Test
  void listedHostsAreToldTheTenantOfTheRequest() {
    for (TenantId tenant : List.of(acme, globex, acme)) {
      assertThat(ask(service, "web", LISTED.told(), tenant)).isEqualTo("200 OK " + tenant);
      assertThat(ask(service, "rest", LISTED.told(), tenant)).isEqualTo(tenant.toString());
    }
  }

  @Test
  void othersAreNot() {
    assertThat(ask(service, "web", STRANGER.told(), acme)).isEqualTo("200 OK nobody");
    assertThat(ask(service, "rest", STRANGER.told(), acme)).isEqualTo("nobody");
    assertThat(ask(silent, "web", LISTED.told(), acme)).isEqualTo("200 OK nobody");
    assertThat(ask(silent, "rest", LISTED.told(), acme)).isEqualTo("nobody");
  }

  @Test
  void aRedirectTakesNoTenantAnywhere() {
    assertThat(ask(service, "web", LISTED.awayTo(STRANGER.told()), acme))
        .isEqualTo("302 FOUND " + acme);
    assertThat(ask(service, "web", STRANGER.awayTo(LISTED.told()), acme))
        .isEqualTo("200 OK nobody");
    assertThat(ask(service, "rest", LISTED.awayTo(STRANGER.told()), acme))
        .isEqualTo(acme.toString());
  }

  private static Mono<String> told(TenantId written) {
    return service
        .context
        .getBean(WebClient.Builder.class)
        .build()
        .get()
        .uri(LISTED.told())
        .header(HEADER, written.toString())
        .retrieve()
        .bodyToMono(String.class);
  }

  private static void assertRefused(Mono<String> request, ErrorCode code) {
    assertThatThrownBy(request::block)
        .hasRootCauseInstanceOf(CroftException.class)
        .rootCause()
        .isInstanceOfSatisfying(CroftException.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  @Test
  void anotherTenantCannotBeWrittenInsideAndNoneIsToldOutside() {
    assertRefused(
        told(globex).contextWrite(ReactiveScope.of(acme)), ErrorCode.TENANT_ALREADY_IN_SCOPE);
    assertRefused(told(acme), ErrorCode.NO_TENANT_IN_SCOPE);
    assertThat(told(acme).contextWrite(ReactiveScope.of(acme)).block()).isEqualTo(acme.toString());
    assertThat(TenantScope.<String, RuntimeException>call(acme, () -> told(acme).block()))
        .isEqualTo(acme.toString());
  }
}
