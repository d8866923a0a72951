package io.croft.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.croft.core.Isolation;
import io.croft.core.TenantId;
import io.croft.core.TenantScope;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.scheduling.annotation.Async;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Requests and caches on threads that are virtual. */
@EnabledForJreRange(min = JRE.JAVA_21)
final class CachesOnVirtualThreadsIT {

  private static final String HEADER = "X-Tenant";

  private static NotesService service;

  private final TenantId acme = NotesService.tenant(Isolation.SCHEMA);
  private final TenantId globex = NotesService.tenant(Isolation.SCHEMA);

  /** Tells on what it runs, and for whom. */
  @RestController
  static class Threads {

    private final Beside beside;
    private final CachedNotes notes;

    Threads(Beside beside, CachedNotes notes) {
      this.beside = beside;
      this.notes = notes;
    }

    @GetMapping("/thread")
    String thread() {
      return told();
    }

    @GetMapping("/thread/beside")
    CompletableFuture<String> beside() {
      return beside.thread();
    }

    @GetMapping("/cached")
    CompletableFuture<String> cached() {
      return notes.futureInTurn("key");
    }
  }

  /** Runs on the application's executor. */
  static class Beside {

    @Async
    public CompletableFuture<String> thread() {
      return CompletableFuture.completedFuture(told());
    }
  }

  private static String told() {
    return Thread.currentThread() + " " + TenantScope.require();
  }

  @BeforeAll
  static void start() {
    service =
        NotesService.start(
            List.of(OpenDoors.class, CachedNotes.class, Threads.class, Beside.class),
            "croft.web.header=" + HEADER,
            "spring.cache.type=simple",
            "spring.threads.virtual.enabled=true");
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  private static String get(TenantId tenant, String path) {
    return service.get(path, HEADER, tenant.toString()).body();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/thread", "/thread/beside"})
  void theyRunInTheScopeOfTheirRequest(String path) {
    assertThat(get(acme, path)).startsWith("VirtualThread").endsWith(acme.toString());
    assertThat(get(globex, path)).startsWith("VirtualThread").endsWith(globex.toString());
  }

  @Test
  void cachesAreOfTheTenant() {
    TenantScope.run(acme, () -> service.context.getBean(CachedNotes.class).add("of acme"));
    TenantScope.run(globex, () -> service.context.getBean(CachedNotes.class).add("of globex"));
    for (int round = 0; round < 2; round++) {
      assertThat(get(acme, "/cached")).isEqualTo("of acme");
      assertThat(get(globex, "/cached")).isEqualTo("of globex");
    }
  }
}
