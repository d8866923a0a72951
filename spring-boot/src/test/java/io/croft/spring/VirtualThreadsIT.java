package io.croft.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.croft.core.Isolation;
import io.croft.core.TenantId;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.scheduling.concurrent.SimpleAsyncTaskScheduler;

/** Work beside a request on virtual threads; earlier versions of Java have none. */
@EnabledForJreRange(minVersion = 21)
final class VirtualThreadsIT {

  private static final String HEADER = "X-Tenant";

  private static NotesService service;
  private static NotesService without;

  private final TenantId acme = NotesService.tenant(Isolation.POOL);
  private final TenantId globex = NotesService.tenant(Isolation.SCHEMA);

  @BeforeAll
  static void start() {
    service =
        NotesService.start("croft.web.header=" + HEADER, "spring.threads.virtual.enabled=true");
    without =
        NotesService.start(
            "croft.web.header=" + HEADER,
            "spring.threads.virtual.enabled=true",
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

  @Test
  void theApplicationRunsOnThem() {
    assertThat(service.context.getBean("applicationTaskExecutor"))
        .isInstanceOf(SimpleAsyncTaskExecutor.class);
    assertThat(service.context.getBean("taskScheduler"))
        .isInstanceOf(SimpleAsyncTaskScheduler.class);
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
    assertThat(get(service, boundary, acme).body()).isEqualTo("1");
    assertThat(get(service, boundary, globex).body()).isEqualTo("0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"later", "async", "event", "committed-beside"})
  void isOfNoneWhereItIsNotTaken(String boundary) {
    assertThat(get(without, boundary, acme).statusCode()).isEqualTo(500);
  }
}
