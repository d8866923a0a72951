package io.croft.spring.reactive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.croft.core.CapturedScope;
import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import io.croft.core.TenantId;
import io.croft.core.TenantScope;
import io.micrometer.context.ContextSnapshot;
import io.micrometer.context.ContextSnapshotFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.util.retry.Retry;

/** Where Reactor propagates contexts, every operator has the scope of its own, and threads none. */
final class AutomaticPropagationTest {

  private static final Duration SOON = Duration.ofSeconds(20);

  private final TenantId acme = TenantId.random();
  private final TenantId globex = TenantId.random();
  private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
  private final Scheduler one = Schedulers.fromExecutorService(thread);

  @BeforeEach
  void automatically() {
    Hooks.enableAutomaticContextPropagation();
  }

  @AfterEach
  void stop() throws Exception {
    // Asked below Reactor, which would hide what the thread has kept.
    assertThat(thread.submit(TenantScope::current).get()).isEmpty();
    assertThat(TenantScope.current()).isEmpty();
    one.dispose();
    thread.shutdownNow();
    Hooks.disableAutomaticContextPropagation();
  }

  private static <T> T of(TenantId tenant, Mono<T> work) {
    return Objects.requireNonNull(work.contextWrite(ReactiveScope.of(tenant)).block(SOON));
  }

  @Test
  void twoTenantsTakeTurnsOnOneThread() {
    Mono<List<TenantId>> turns =
        Flux.range(0, 200)
            .flatMap(
                i -> {
                  TenantId tenant = i % 2 == 0 ? acme : globex;
                  return Flux.range(0, 5)
                      .delayElements(Duration.ofMillis(1), one)
                      .map(step -> TenantScope.require())
                      .distinct()
                      .single()
                      .doOnNext(seen -> assertThat(seen).isEqualTo(tenant))
                      .contextWrite(ReactiveScope.of(tenant));
                })
            .collectList();
    assertThat(turns.block(SOON)).hasSize(200).contains(acme, globex);
  }

  @Test
  void errorsRetriesAndTimeoutsAreOfTheTenant() {
    AtomicInteger tries = new AtomicInteger();
    Mono<TenantId> failing =
        Mono.fromCallable(
                () -> {
                  if (tries.incrementAndGet() < 3) {
                    throw new IllegalStateException("once more");
                  }
                  return TenantScope.require();
                })
            .subscribeOn(one)
            .retryWhen(Retry.backoff(5, Duration.ofMillis(1)));
    assertThat(of(acme, failing)).isEqualTo(acme);
    Mono<TenantId> late =
        Mono.<TenantId>never()
            .timeout(Duration.ofMillis(5), Mono.fromCallable(TenantScope::require), one);
    assertThat(of(globex, late)).isEqualTo(globex);
    Mono<TenantId> broken =
        Mono.<TenantId>error(() -> new IllegalStateException("broken"))
            .publishOn(one)
            .onErrorResume(e -> Mono.fromCallable(TenantScope::require));
    assertThat(of(acme, broken)).isEqualTo(acme);
  }

  @Test
  void whatIsCancelledIsCleanedUpInItsScope() throws Exception {
    List<Optional<TenantId>> seen = new ArrayList<>();
    Disposable waiting =
        Mono.never()
            .doOnCancel(() -> seen.add(TenantScope.current()))
            .contextWrite(ReactiveScope.of(acme))
            .subscribe();
    // By a thread that is just at work for another.
    TenantScope.<Exception>run(globex, () -> waiting.dispose());
    assertThat(seen).containsExactly(Optional.of(acme));
  }

  @Test
  void whatOneTenantSendsReachesAnotherInTheScopeOfThatOther() {
    Sinks.Many<String> bus = Sinks.many().multicast().directBestEffort();
    ConcurrentLinkedQueue<Optional<TenantId>> seen = new ConcurrentLinkedQueue<>();
    Disposable ofGlobex =
        bus.asFlux()
            .doOnNext(word -> seen.add(TenantScope.current()))
            .contextWrite(ReactiveScope.of(globex))
            .subscribe();
    Disposable ofNobody =
        bus.asFlux().doOnNext(word -> seen.add(TenantScope.current())).subscribe();
    TenantScope.run(
        acme,
        () -> {
          bus.tryEmitNext("hello").orThrow();
          assertThat(TenantScope.require()).isEqualTo(acme);
        });
    ofGlobex.dispose();
    ofNobody.dispose();
    assertThat(seen).contains(Optional.of(globex)).doesNotContain(Optional.of(acme));
  }

  @Test
  void aScopeOfTheThreadGoesWithWhatItWaitsFor() {
    TenantScope.run(
        acme,
        () -> {
          assertThat(Mono.fromCallable(TenantScope::require).subscribeOn(one).block(SOON))
              .isEqualTo(acme);
          assertThat(ReactiveScope.call(TenantScope::require).block(SOON)).isEqualTo(acme);
          assertThatThrownBy(() -> of(globex, Mono.just(1)))
              .isInstanceOfSatisfying(
                  CroftException.class,
                  e -> assertThat(e.code()).isEqualTo(ErrorCode.TENANT_ALREADY_IN_SCOPE));
        });
  }

  @Test
  void anotherTenantIsNotEnteredInAnOperator() {
    assertThatThrownBy(
            () ->
                of(
                    acme,
                    Mono.fromCallable(() -> TenantScope.call(globex, () -> 1)).subscribeOn(one)))
        .isInstanceOf(CroftException.class);
  }

  @Test
  @SuppressWarnings("try")
  void aContextWithoutAScopeClearsWhatAThreadHasKept() {
    ContextSnapshot none = ContextSnapshotFactory.builder().clearMissing(true).build().captureAll();
    CapturedScope ofAcme = TenantScope.call(acme, TenantScope::capture);
    ofAcme.run(
        () -> {
          try (ContextSnapshot.Scope cleared = none.setThreadLocals()) {
            assertThat(TenantScope.current()).isEmpty();
          }
          assertThat(TenantScope.require()).isEqualTo(acme);
        });
  }
}
