package io.croft.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.croft.core.Isolation;
import io.croft.core.TenantId;
import io.croft.move.MoveListener;
import io.croft.move.MoveMode;
import io.croft.move.MoveSettings;
import io.croft.move.Mover;
import io.croft.testbed.TestFleet;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** An application that knows nothing of tenants, with the starter, over homes of each isolation. */
@ParameterizedClass
@EnumSource(Isolation.class)
final class StarterIT {

  private static final String HEADER = "X-Tenant";

  private static NotesService service;

  private final TenantId a;
  private final TenantId b;

  StarterIT(Isolation isolation) {
    a = NotesService.tenant(isolation);
    b = NotesService.tenant(isolation);
  }

  @BeforeAll
  static void start() {
    service = NotesService.start("croft.web.header=" + HEADER);
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  private static HttpResponse<String> get(TenantId tenant, String path) {
    return service.get(path, HEADER, NotesService.slug(tenant));
  }

  private static long add(TenantId tenant, String text) {
    HttpResponse<String> added =
        service.post(
            "/notes", text, HEADER, NotesService.slug(tenant), "Content-Type", "text/plain");
    assertThat(added.statusCode()).as(added.body()).isEqualTo(200);
    return Long.parseLong(added.body());
  }

  @Test
  void eachTenantHasItsOwnNotes() {
    long ofA = add(a, "of a");
    add(b, "of b");
    assertThat(get(a, "/notes").body()).isEqualTo("[\"of a\"]");
    assertThat(get(b, "/notes").body()).isEqualTo("[\"of b\"]");
    assertThat(get(a, "/notes/" + ofA).body()).isEqualTo("of a");
    assertThat(get(b, "/notes/" + ofA).body()).isNotEqualTo("of a");
  }

  @Test
  void itsRequestsFollowATenantThatIsMoved() throws Exception {
    add(a, "before");
    AtomicBoolean moved = new AtomicBoolean();
    AtomicInteger written = new AtomicInteger();
    CompletableFuture<Void> requests =
        CompletableFuture.runAsync(
            () -> {
              while (!moved.get()) {
                add(a, "meanwhile " + written.incrementAndGet());
              }
            });
    Mover mover =
        new Mover(
            NotesService.fleet().catalog(),
            NotesService.fleet().secret(),
            NotesService.fleet().homes(),
            MoveSettings.DEFAULT);
    try {
      mover.run(
          mover.start(a, Isolation.DATABASE, TestFleet.US, MoveMode.FENCED_COPY, "test").id(),
          "test",
          MoveListener.NONE);
      add(a, "after");
    } finally {
      moved.set(true);
    }
    requests.get();
    assertThat(get(a, "/notes").body()).contains("before", "after", "meanwhile " + written.get());
    assertThat(get(a, "/notes").body().split("\",\"", -1)).hasSize(written.get() + 2);
  }
}
