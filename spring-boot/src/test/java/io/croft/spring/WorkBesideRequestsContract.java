package io.croft.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.croft.core.Isolation;
import io.croft.core.TenantId;
import java.net.http.HttpResponse;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Work beside a request is work of its tenant, on whatever threads it is done. */
abstract class WorkBesideRequestsContract {

  private static final String HEADER = "X-Tenant";

  private static NotesService service;
  private static NotesService without;

  final TenantId acme = NotesService.tenant(Isolation.POOL);
  private final TenantId globex;

  /**
   * @param other where the tenant lives that takes turns with one of the pool
   */
  WorkBesideRequestsContract(Isolation other) {
    globex = NotesService.tenant(other);
  }

  /** Starts the application with these settings, and once more without what takes scopes along. */
  static void start(String... settings) {
    service = NotesService.start(with("croft.web.header=" + HEADER, settings));
    without =
        NotesService.start(
            with(
                "spring.autoconfigure.exclude=" + CroftTaskAutoConfiguration.class.getName(),
                with("croft.web.header=" + HEADER, settings)));
  }

  private static String[] with(String first, String... others) {
    return Stream.concat(Stream.of(first), Stream.of(others)).toArray(String[]::new);
  }

  @AfterAll
  static void stop() {
    service.close();
    without.close();
  }

  /** Returns a bean of the application. */
  static <T> T bean(String name, Class<T> type) {
    return service.context.getBean(name, type);
  }

  /** Returns the only bean of that type of the application. */
  static <T> T bean(Class<T> type) {
    return service.context.getBean(type);
  }

  /** Asks the application in a request of that tenant. */
  static HttpResponse<String> get(String path, TenantId tenant) {
    return get(service, path, tenant);
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
    // Where one thread does all of it, what it kept of one tenant would be seen with the other.
    for (int round = 0; round < 3; round++) {
      assertThat(get(boundary, acme).body()).isEqualTo("1");
      assertThat(get(boundary, globex).body()).isEqualTo("0");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"later", "async", "event", "committed-beside"})
  void isOfNoneWhereItIsNotTaken(String boundary) {
    assertThat(get(without, boundary, acme).statusCode()).isEqualTo(500);
  }
}
