package io.croft.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Which scope the steps of a future run in, and how they are given that of who has written them.
 */
class FuturesTest {

  private final TenantId acme = TenantId.random();
  private final TenantId globex = TenantId.random();
  private final ExecutorService pool = Executors.newFixedThreadPool(2);

  @AfterEach
  void stop() {
    pool.shutdownNow();
  }

  @Test
  void stepsOnACapturedExecutorAreOfWhoHasWrittenThem() {
    List<TenantId> seen =
        TenantScope.call(
            acme,
            () -> {
              // region futures
              Executor ours = TenantScope.capture().on(pool);
              CompletableFuture<List<TenantId>> answer =
                  CompletableFuture.supplyAsync(TenantScope::require, ours)
                      .thenApplyAsync(first -> List.of(first, TenantScope.require()), ours);
              // endregion
              return answer.join();
            });
    assertThat(seen).containsExactly(acme, acme);
    assertThat(CompletableFuture.supplyAsync(TenantScope::current, pool).join()).isEmpty();
  }

  @Test
  void stepsOfAFutureThatAnotherTenantCompletesAreOfWhoHasWrittenThem() {
    CompletableFuture<String> shared = new CompletableFuture<>();
    CompletableFuture<TenantId> on =
        TenantScope.call(
            acme,
            () ->
                shared.thenApplyAsync(
                    text -> TenantScope.require(), TenantScope.capture().on(pool)));
    CompletableFuture<TenantId> wrapped =
        TenantScope.call(
            acme,
            () ->
                shared.thenApply(
                    TenantScope.capture().wrapFunction(text -> TenantScope.require())));
    CompletableFuture<Void> last =
        TenantScope.call(
            acme,
            () ->
                shared.thenAccept(
                    TenantScope.capture()
                        .wrapConsumer(text -> assertThat(TenantScope.require()).isEqualTo(acme))));
    TenantScope.run(globex, () -> assertThat(shared.complete("now")).isTrue());
    assertThat(on.join()).isEqualTo(acme);
    assertThat(wrapped.join()).isEqualTo(acme);
    assertThat(last).isCompletedWithValue(null);
  }

  /** Java runs a step on whatever thread completes what it waits for: what is not taken is lost. */
  @Test
  void withoutThatTheyAreOfWhoCompletesIt() {
    CompletableFuture<String> shared = new CompletableFuture<>();
    CompletableFuture<Optional<TenantId>> plain =
        TenantScope.call(acme, () -> shared.thenApply(text -> TenantScope.current()));
    CompletableFuture<Optional<TenantId>> handedOver =
        TenantScope.call(
            acme,
            () ->
                shared.thenApplyAsync(
                    text -> TenantScope.current(), CapturedScope.propagating((Executor) pool)));
    TenantScope.run(globex, () -> assertThat(shared.complete("now")).isTrue());
    assertThat(plain.join()).contains(globex);
    assertThat(handedOver.join()).contains(globex);
  }

  @Test
  void theCommonPoolHasNoScope() {
    TenantScope.run(
        acme,
        () -> {
          assertThat(CompletableFuture.supplyAsync(TenantScope::current).join()).isEmpty();
          assertThat(
                  CompletableFuture.completedFuture("x")
                      .thenApplyAsync(x -> TenantScope.current())
                      .join())
              .isEmpty();
        });
  }

  @Test
  void aCapturedExecutorOfNoScopeHasNone() {
    Executor none = TenantScope.capture().on(pool);
    TenantScope.run(
        acme,
        () ->
            assertThat(CompletableFuture.supplyAsync(TenantScope::current, none).join()).isEmpty());
  }
}
