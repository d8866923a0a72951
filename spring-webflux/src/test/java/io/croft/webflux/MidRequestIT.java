package io.croft.webflux;

import static io.croft.webflux.WebFluxService.HEADER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import io.croft.core.Isolation;
import io.croft.core.TenantId;
import io.croft.core.TenantScope;
import io.croft.move.MoveListener;
import io.croft.move.MoveSettings;
import io.croft.move.Mover;
import io.croft.spring.reactive.ReactiveScope;
import io.croft.testbed.TestFleet;
import io.croft.webflux.notes.Notes;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** What WebFlux answers when a tenant or a scope changes in the middle of a request. */
final class MidRequestIT {

  private static final AtomicReference<Runnable> MEANWHILE = new AtomicReference<>(() -> {});

  private static WebFluxService service;
  private static TenantId acme;
  private static TenantId globex;

  /** Reads, lets something happen, and reads again. */
  @RestController
  static class Slow {

    private final Notes notes;

    Slow(Notes notes) {
      this.notes = notes;
    }

    @GetMapping("/slow")
    Mono<String> slow() {
      return ReactiveScope.call(notes::all)
          .flatMap(
              before ->
                  ReactiveScope.call(
                      () -> {
                        MEANWHILE.get().run();
                        return before + " " + notes.all();
                      }));
    }

    @GetMapping("/switch")
    Mono<String> another() {
      return ReactiveScope.call(notes::all).contextWrite(ReactiveScope.of(globex));
    }

    @GetMapping("/half")
    Mono<String> half(ServerHttpResponse response) {
      response.getHeaders().setContentType(MediaType.APPLICATION_PDF);
      response.getHeaders().setContentLength(7);
      return Mono.error(
          new IllegalStateException(
              new CroftException(ErrorCode.CONNECTION_TIMEOUT, "no connection", "wait")));
    }
  }

  @BeforeAll
  static void start() {
    service =
        WebFluxService.start(List.of(OpenDoors.class, Slow.class), "croft.web.header=" + HEADER);
    acme = service.tenantWithNote(Isolation.SCHEMA);
    globex = service.tenantWithNote(Isolation.SCHEMA);
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  private static HttpResponse<String> get(String path, Runnable meanwhile) {
    MEANWHILE.set(meanwhile);
    return service.get(path, HEADER, acme.toString());
  }

  @Test
  void aTenantThatIsSuspendedMeanwhileIsRefused() {
    HttpResponse<String> answer =
        get(
            "/slow",
            () -> {
              WebFluxService.fleet().catalog().suspend(acme, "test");
              await()
                  .until(
                      () ->
                          service.get("/notes/helper", HEADER, acme.toString()).statusCode()
                              == 403);
            });
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(403);
    assertThat(answer.body()).contains("\"code\":\"tenant-not-active\"");
    WebFluxService.fleet().catalog().activate(acme, "test");
    await().until(() -> get("/slow", () -> {}).statusCode() == 200);
  }

  @Test
  void aTenantThatIsMovedMeanwhileIsFollowed() {
    TestFleet fleet = WebFluxService.fleet();
    Mover mover = new Mover(fleet.catalog(), fleet.secret(), fleet.homes(), MoveSettings.DEFAULT);
    HttpResponse<String> answer =
        get(
            "/slow",
            () ->
                mover.run(
                    mover.start(acme, Isolation.DATABASE, TestFleet.US, "test").id(),
                    "test",
                    MoveListener.NONE));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    String notes = service.get("/notes/helper", HEADER, acme.toString()).body();
    assertThat(answer.body()).isEqualTo(notes + " " + notes);
    assertThat(fleet.catalog().placement(acme).orElseThrow().server()).isEqualTo(TestFleet.US);
  }

  @Test
  void anotherTenantCannotBeEnteredInside() {
    assertThat(get("/slow", () -> TenantScope.run(globex, () -> {})).statusCode()).isEqualTo(500);
    assertThat(get("/switch", () -> {}).statusCode()).isEqualTo(500);
  }

  @Test
  void whatWasAboutToBeAnsweredIsReplacedByTheProblem() {
    HttpResponse<String> answer = get("/half", () -> {});
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.headers().firstValue("Retry-After")).contains("1");
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
    assertThat(answer.body()).startsWith("{").contains("\"code\":\"connection-timeout\"");
  }
}
