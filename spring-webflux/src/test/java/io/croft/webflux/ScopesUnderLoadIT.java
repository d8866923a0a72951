package io.croft.webflux;

import static io.croft.webflux.WebFluxService.HEADER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.croft.core.Isolation;
import io.croft.core.TenantId;
import io.croft.core.TenantScope;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.EventExecutor;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;
import org.springframework.http.MediaType;
import org.springframework.http.client.ReactorResourceFactory;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Hooks;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.resources.LoopResources;

/** Requests of two tenants on two event loops: none sees the other, and no thread keeps any. */
final class ScopesUnderLoadIT {

  private static final int ROUNDS = 60;
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final LoopResources LOOPS = LoopResources.create("few", 1, 2, true);
  private static final ConcurrentLinkedQueue<Optional<TenantId>> CANCELLED =
      new ConcurrentLinkedQueue<>();

  private static WebFluxService service;
  private static TenantId acme;
  private static TenantId globex;

  /** Two event loops for all requests. */
  static class FewThreads {

    @Bean
    ReactorResourceFactory resources() {
      ReactorResourceFactory resources = new ReactorResourceFactory();
      resources.setUseGlobalResources(false);
      resources.setLoopResources(LOOPS);
      return resources;
    }
  }

  /** A stream that ends when nobody reads it. */
  @RestController
  static class Streams {

    @GetMapping(path = "/endless", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    Flux<String> endless() {
      return Flux.range(0, Integer.MAX_VALUE)
          .delayElements(Duration.ofMillis(2))
          .map(i -> TenantScope.require().toString())
          .doOnCancel(() -> CANCELLED.add(TenantScope.current()));
    }
  }

  @BeforeAll
  static void start() {
    service =
        WebFluxService.start(
            List.of(OpenDoors.class, FewThreads.class, Streams.class),
            "croft.web.header=" + HEADER,
            WebFluxService.AUTO);
    acme = service.tenantWithNote(Isolation.POOL);
    globex = service.tenantWithNote(Isolation.SCHEMA);
  }

  @AfterAll
  static void stop() {
    service.close();
    LOOPS.disposeLater().block(LONG);
  }

  @Test
  void noRequestSeesTheOtherTenantAndNoThreadKeepsAny() throws Exception {
    List<String> ways = new ArrayList<>(PropagationIT.byItself());
    ways.add("helper");
    List<CompletableFuture<Void>> answers = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      for (String way : ways) {
        TenantId tenant = (round + way.length()) % 2 == 0 ? acme : globex;
        TenantId other = tenant.equals(acme) ? globex : acme;
        answers.add(
            service
                .getLater("/notes/" + way, HEADER, tenant.toString())
                .thenAccept(
                    answer -> {
                      assertThat(answer.statusCode()).as(way + answer.body()).isEqualTo(200);
                      assertThat(answer.body())
                          .contains(tenant.toString())
                          .doesNotContain(other.toString());
                    }));
      }
      // Never more at once than the pool of connections is for.
      if (answers.size() >= 40) {
        all(answers);
        answers.clear();
      }
    }
    all(answers);
    assertNoThreadHasKeptATenant();
  }

  private static void all(List<CompletableFuture<Void>> answers) {
    CompletableFuture.allOf(answers.toArray(CompletableFuture<?>[]::new))
        .orTimeout(LONG.toSeconds(), TimeUnit.SECONDS)
        .join();
  }

  @Test
  void aStreamThatNobodyReadsAnyMoreIsEndedInItsScope() throws Exception {
    for (int i = 0; i < 10; i++) {
      TenantId tenant = i % 2 == 0 ? acme : globex;
      try (InputStream in = service.stream("/endless", HEADER, tenant.toString())) {
        assertThat(new String(in.readNBytes(41), StandardCharsets.US_ASCII))
            .isEqualTo("data:" + tenant);
      }
    }
    await().atMost(LONG).until(() -> CANCELLED.size() == 10);
    assertThat(CANCELLED).containsOnly(Optional.of(acme), Optional.of(globex));
    assertNoThreadHasKeptATenant();
  }

  /** Asks below Reactor, which would hide what a thread has kept. */
  private static void assertNoThreadHasKeptATenant() throws Exception {
    for (EventLoopGroup group : List.of(LOOPS.onServer(true), LOOPS.onServer(false))) {
      for (EventExecutor loop : group) {
        assertThat(loop.submit(TenantScope::current).get(60, TimeUnit.SECONDS)).isEmpty();
      }
    }
    Hooks.disableAutomaticContextPropagation();
    try {
      assertClear(Schedulers.parallel(), Schedulers.DEFAULT_POOL_SIZE);
      assertClear(Schedulers.boundedElastic(), Schedulers.DEFAULT_BOUNDED_ELASTIC_SIZE);
    } finally {
      Hooks.enableAutomaticContextPropagation();
    }
  }

  /** Has all threads of the scheduler wait for each other, so that each is asked. */
  private static void assertClear(Scheduler scheduler, int threads) throws InterruptedException {
    ConcurrentLinkedQueue<Optional<TenantId>> seen = new ConcurrentLinkedQueue<>();
    CountDownLatch asked = new CountDownLatch(threads);
    for (int i = 0; i < threads; i++) {
      scheduler.schedule(
          () -> {
            seen.add(TenantScope.current());
            asked.countDown();
            awaitQuietly(asked);
          });
    }
    assertThat(asked.await(60, TimeUnit.SECONDS)).isTrue();
    assertThat(seen).hasSize(threads).containsOnly(Optional.empty());
  }

  private static void awaitQuietly(CountDownLatch asked) {
    try {
      asked.await(60, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
