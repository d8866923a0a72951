package io.croft.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.croft.core.Isolation;
import io.croft.core.TenantId;
import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;

/** What observes a request to a servlet is told its tenant, where that is wanted. */
final class ObservedRequestIT {

  private static final String HEADER = "X-Tenant";
  private static final String REQUEST = "http.server.requests";
  private static final Queue<String> STOPPED = new ConcurrentLinkedQueue<>();
  private static final Queue<String> OPENED = new ConcurrentLinkedQueue<>();

  private final TenantId acme = NotesService.tenant(Isolation.POOL);

  /** Keeps which tenant was known of a request when it ended, and of what was opened before. */
  static class Seen {

    @Bean
    ObservationHandler<Observation.Context> seen() {
      return new ObservationHandler<>() {
        @Override
        public void onScopeOpened(Observation.Context context) {
          OPENED.add(tenant(context));
        }

        @Override
        public void onStop(Observation.Context context) {
          if (REQUEST.equals(context.getName())) {
            STOPPED.add(tenant(context));
          }
        }

        @Override
        public boolean supportsContext(Observation.Context context) {
          return true;
        }
      };
    }
  }

  private static String tenant(Observation.Context context) {
    return context.getHighCardinalityKeyValues().stream()
        .filter(key -> key.getKey().equals("tenant"))
        .map(KeyValue::getValue)
        .findFirst()
        .orElse("nobody");
  }

  @BeforeEach
  void forget() {
    STOPPED.clear();
    OPENED.clear();
  }

  private void get(String... more) {
    try (NotesService service = NotesService.start(List.of(OpenDoors.class, Seen.class), more)) {
      assertThat(service.get("/notes", HEADER, acme.toString()).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void itsTenantIsKnownWhereThatIsWanted() {
    get("croft.web.header=" + HEADER, "croft.tracing.baggage=true");
    assertThat(STOPPED).containsExactly(acme.toString());
    assertThat(OPENED).contains(acme.toString());
  }

  @Test
  void itsTenantIsNotKnownOtherwise() {
    get("croft.web.header=" + HEADER);
    assertThat(STOPPED).containsExactly("nobody");
    assertThat(OPENED).containsOnly("nobody");
  }
}
