package io.croft.webflux;

import static io.croft.webflux.WebFluxService.HEADER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import brave.handler.MutableSpan;
import brave.handler.SpanHandler;
import brave.propagation.TraceContext;
import io.croft.core.Isolation;
import io.croft.core.TenantId;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Mono;

/** Traces tell the tenant of a scope where that is wanted; no trace ever makes one. */
final class TracingIT {

  private static final String WANTED = "croft.tracing.baggage=true";
  private static final String LISTED = "management.tracing.baggage.remote-fields=tenant";
  private static final Queue<MutableSpan> SPANS = new ConcurrentLinkedQueue<>();
  private static final EchoServer OTHER = new EchoServer();

  private final TenantId acme = WebFluxService.tenant(Isolation.POOL);
  private final TenantId globex = WebFluxService.tenant(Isolation.POOL);

  /** Keeps what has ended. */
  static class Spans {

    @Bean
    SpanHandler spans() {
      return new SpanHandler() {
        @Override
        public boolean end(TraceContext context, MutableSpan span, Cause cause) {
          SPANS.add(span);
          return true;
        }
      };
    }
  }

  /** Asks another service. */
  @RestController
  static class Pages {

    private final WebClient web;

    Pages(WebClient.Builder web) {
      this.web = web.build();
    }

    @GetMapping("/web")
    Mono<String> web(@RequestParam String address) {
      return web.get().uri(address).retrieve().bodyToMono(String.class);
    }
  }

  @BeforeEach
  void forget() {
    SPANS.clear();
  }

  @AfterAll
  static void stop() {
    OTHER.close();
  }

  private static WebFluxService start(String... more) {
    String[] all = new String[more.length + 3];
    all[0] = "croft.web.header=" + HEADER;
    all[1] = WebFluxService.AUTO;
    all[2] = "management.tracing.sampling.probability=1.0";
    System.arraycopy(more, 0, all, 3, more.length);
    return WebFluxService.start(List.of(OpenDoors.class, Spans.class, Pages.class), all);
  }

  private HttpResponse<String> ask(WebFluxService service) {
    return service.get(
        "/web?address=" + OTHER.baggage(), HEADER, acme.toString(), "baggage", "tenant=" + globex);
  }

  @Test
  void spansAndListedBaggageTellTheTenantOfTheScope() {
    try (WebFluxService service = start(WANTED, LISTED)) {
      assertThat(ask(service).body()).isEqualTo("tenant=" + acme);
      await()
          .untilAsserted(
              () ->
                  assertThat(SPANS)
                      .extracting(span -> span.tag("tenant"))
                      .filteredOn(tag -> tag != null)
                      .hasSizeGreaterThanOrEqualTo(2)
                      .containsOnly(acme.toString()));
      HttpResponse<String> none =
          service.get("/web?address=" + OTHER.baggage(), "baggage", "tenant=" + acme);
      assertThat(none.statusCode()).isEqualTo(400);
      assertThat(none.body()).contains("\"code\":\"tenant-missing\"");
    }
  }

  @Test
  void whatIsNotListedGoesToNobody() {
    try (WebFluxService service = start(WANTED)) {
      assertThat(ask(service).body()).isEqualTo("nobody");
    }
  }

  @Test
  void spansTellNoTenantWhereThatIsNotWanted() {
    try (WebFluxService service = start()) {
      assertThat(ask(service).body()).isEqualTo("nobody");
      await().until(() -> SPANS.size() >= 2);
      assertThat(SPANS).extracting(span -> span.tag("tenant")).containsOnlyNulls();
    }
  }
}
