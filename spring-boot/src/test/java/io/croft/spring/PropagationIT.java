package io.croft.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.croft.core.Isolation;
import io.croft.spring.notes.NoteCounter;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Work beside a request where one thread does all of it, and what nobody asked for. */
final class PropagationIT extends WorkBesideRequestsContract {

  PropagationIT() {
    super(Isolation.POOL);
  }

  @BeforeAll
  static void start() {
    start("spring.task.execution.pool.core-size=1");
  }

  @Test
  void anErrorOfSuchWorkIsToldInTheScopeOfItsRequest() {
    assertThat(get("failing", acme).statusCode()).isEqualTo(500);
  }

  @Test
  void whatTheClockStartsIsOfNoTenant() {
    NoteCounter counter = bean(NoteCounter.class);
    await().untilAsserted(() -> assertThat(counter.scheduled()).contains("no tenant"));
  }
}
