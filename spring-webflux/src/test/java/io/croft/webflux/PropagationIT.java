package io.croft.webflux;

import static io.croft.webflux.WebFluxService.HEADER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.croft.core.Isolation;
import io.croft.core.TenantId;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Work of a request to WebFlux is work of its tenant, or of none. */
final class PropagationIT {

  static List<String> byItself() {
    return List.of(
        "callable",
        "blocking",
        "async",
        "flat",
        "parallel",
        "delayed",
        "retried",
        "late",
        "broken",
        "events");
  }

  private static HttpResponse<String> get(WebFluxService service, String way, TenantId tenant) {
    return service.get("/notes/" + way, HEADER, tenant.toString());
  }

  @Test
  void theseApplicationsHaveNoServlet() {
    assertThatThrownBy(() -> Class.forName("jakarta.servlet.Filter"))
        .isInstanceOf(ClassNotFoundException.class);
  }

  /** Where Reactor is told to propagate contexts. */
  @Nested
  @TestInstance(TestInstance.Lifecycle.PER_CLASS)
  final class Automatic {

    private WebFluxService service;
    private TenantId acme;
    private TenantId globex;

    @BeforeAll
    void start() {
      service =
          WebFluxService.start(
              "croft.web.header=" + HEADER,
              WebFluxService.AUTO,
              "spring.task.execution.pool.core-size=1");
      acme = service.tenantWithNote(Isolation.POOL);
      globex = service.tenantWithNote(Isolation.POOL);
    }

    @AfterAll
    void stop() {
      service.close();
    }

    static List<String> ways() {
      return Stream.concat(byItself().stream(), Stream.of("helper")).toList();
    }

    @ParameterizedTest
    @MethodSource("ways")
    void workOfARequestIsOfItsTenant(String way) {
      for (int round = 0; round < 3; round++) {
        for (TenantId tenant : List.of(acme, globex)) {
          HttpResponse<String> answer = get(service, way, tenant);
          assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
          assertThat(
                  Arrays.stream(answer.body().split("\n"))
                      .filter(line -> !line.isEmpty())
                      .map(line -> line.replace("data:", "")))
              .containsOnly(tenant.toString());
        }
      }
    }
  }

  /** Where nothing is said, as Spring Boot has it. */
  @Nested
  @TestInstance(TestInstance.Lifecycle.PER_CLASS)
  final class ByHand {

    private WebFluxService service;
    private TenantId acme;

    @BeforeAll
    void start() {
      service = WebFluxService.start("croft.web.header=" + HEADER);
      acme = service.tenantWithNote(Isolation.POOL);
    }

    @AfterAll
    void stop() {
      service.close();
    }

    @Test
    void whatIsHandedToTheScopeIsOfItsTenant() {
      assertThat(get(service, "helper", acme).body()).isEqualTo(acme.toString());
    }

    @ParameterizedTest
    @MethodSource("io.croft.webflux.PropagationIT#byItself")
    void allElseIsOfNone(String way) {
      HttpResponse<String> answer = get(service, way, acme);
      assertThat(answer.body()).doesNotContain(acme.toString());
      assertThat(answer.statusCode()).isEqualTo(500);
    }
  }
}
