package io.croft.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.croft.core.Isolation;
import io.croft.core.TenantId;
import io.croft.testbed.TestFleet;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** One lost server takes no process out of service; a process that has lost all is down. */
final class LostServersIT {

  private static final Duration LONG = Duration.ofMinutes(1);

  private static NotesService service;

  private final TenantId european = NotesService.fleet().tenant(Isolation.SCHEMA, TestFleet.EU);
  private final TenantId american = NotesService.fleet().tenant(Isolation.POOL, TestFleet.US);

  @BeforeAll
  static void start() {
    service =
        NotesService.start("croft.web.header=X-Tenant", "croft.data-source.connection-timeout=1s");
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  @AfterEach
  void restart() {
    NotesService.fleet().server(TestFleet.EU).restart();
    NotesService.fleet().server(TestFleet.US).restart();
  }

  private static int status(TenantId tenant) {
    return service.get("/notes", "X-Tenant", tenant.toString()).statusCode();
  }

  private static HttpResponse<String> health() {
    return service.get("/actuator/health");
  }

  @Test
  void healthIsDownWhenEveryServerIsLostAndUpWhenOneIsBack() {
    assertThat(status(european)).isEqualTo(200);
    assertThat(status(american)).isEqualTo(200);

    NotesService.fleet().server(TestFleet.EU).kill();
    await()
        .atMost(LONG)
        .untilAsserted(
            () -> {
              assertThat(status(european)).isEqualTo(503);
              assertThat(health().body()).contains("\"eu-1\":\"unreachable\"");
            });
    assertThat(health().statusCode()).as(health().body()).isEqualTo(200);
    assertThat(health().body()).contains("\"us-1\":\"reachable\"");
    assertThat(status(american)).isEqualTo(200);

    NotesService.fleet().server(TestFleet.US).kill();
    await()
        .atMost(LONG)
        .untilAsserted(
            () -> {
              assertThat(status(american)).isEqualTo(503);
              assertThat(health().statusCode()).as(health().body()).isEqualTo(503);
            });
    assertThat(health().body())
        .contains("\"db\":{", "\"catalog\":\"reachable\"")
        .contains("\"status\":\"DOWN\"", "\"us-1\":\"unreachable\"");

    NotesService.fleet().server(TestFleet.US).restart();
    await()
        .atMost(LONG)
        .untilAsserted(
            () -> {
              assertThat(status(american)).isEqualTo(200);
              assertThat(health().statusCode()).as(health().body()).isEqualTo(200);
            });
  }
}
