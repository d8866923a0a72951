package io.croft.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.croft.core.Isolation;
import io.croft.core.TenantId;
import io.croft.spring.notes.NoteCounter;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Work beside a request is work of its tenant, and what nobody asked for is of none. */
final class PropagationIT {

  private static final String HEADER = "X-Tenant";

  private static NotesService service;
  private static NotesService without;

  private final TenantId acme = NotesService.tenant(Isolation.POOL);
  private final TenantId globex = NotesService.tenant(Isolation.POOL);

  @BeforeAll
  static void start() {
    service =
        NotesService.start("croft.web.header=" + HEADER, "spring.task.execution.pool.core-size=1");
    without =
        NotesService.start(
            "croft.web.header=" + HEADER,
            "spring.autoconfigure.exclude=" + CroftTaskAutoConfiguration.class.getName());
  }

  @AfterAll
  static void stop() {
    service.close();
    without.close();
  }

  private static HttpResponse<String> get(NotesService process, String path, TenantId tenant) {
    return process.get("/notes/count/" + path, HEADER, tenant.toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"later", "async", "event", "stream", "listener", "committed", "committed-beside"})
  void workBesideARequestIsOfItsTenant(String boundary) {
    assertThat(
            service
                .post("/notes", "one", HEADER, acme.toString(), "Content-Type", "text/plain")
                .statusCode())
        .isEqualTo(200);
    // One thread does all of it: what it kept of one tenant would be seen with the other.
    for (int round = 0; round < 3; round++) {
      assertThat(get(service, boundary, acme).body()).isEqualTo("1");
      assertThat(get(service, boundary, globex).body()).isEqualTo("0");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"later", "async", "event", "committed-beside"})
  void isOfNoneWhereItIsNotTaken(String boundary) {
    assertThat(get(without, boundary, acme).statusCode()).isEqualTo(500);
  }

  @Test
  void anErrorOfSuchWorkIsToldInTheScopeOfItsRequest() {
    assertThat(get(service, "failing", acme).statusCode()).isEqualTo(500);
  }

  @Test
  void whatTheClockStartsIsOfNoTenant() {
    NoteCounter counter = service.context.getBean(NoteCounter.class);
    await().untilAsserted(() -> assertThat(counter.scheduled()).contains("no tenant"));
  }
}
