package io.croft.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

class CapturedScopeTest {

  private final TenantId acme = TenantId.random();
  private final TenantId globex = TenantId.random();
  private final ExecutorService pool = Executors.newSingleThreadExecutor();

  @AfterEach
  void stop() {
    pool.shutdownNow();
  }

  @Test
  void takesTheScopeToAnotherThread() throws Exception {
    CapturedScope captured = TenantScope.call(acme, Access.of("reader"), TenantScope::capture);
    assertThat(pool.submit(captured.wrapCallable(TenantScope::require)).get()).isEqualTo(acme);
    assertThat(pool.submit(captured.wrapCallable(TenantScope::currentAccess)).get())
        .contains(Access.of("reader"));
    assertThat(pool.submit(TenantScope::current).get()).isEmpty();
  }

  @Test
  void aThreadThatHasKeptATenantIsOfNoUse() {
    CapturedScope none = TenantScope.capture();
    CapturedScope ofAcme = TenantScope.call(acme, TenantScope::capture);
    TenantScope.run(
        globex,
        () -> {
          assertThat(none.<Optional<TenantId>, RuntimeException>call(TenantScope::current))
              .isEmpty();
          assertThat(ofAcme.<TenantId, RuntimeException>call(TenantScope::require)).isEqualTo(acme);
          assertThat(TenantScope.require()).isEqualTo(globex);
        });
  }

  @Test
  void workOfNoTenantHasNoneInsideAScope() {
    TenantId tenant = TenantId.random();
    TenantScope.run(
        tenant,
        () -> {
          CapturedScope.NONE.run(() -> assertThat(TenantScope.current()).isEmpty());
          assertThat(TenantScope.current()).contains(tenant);
        });
  }

  @Test
  void leavesTheThreadAsItWasWhenTheWorkFails() {
    CapturedScope captured = TenantScope.call(acme, TenantScope::capture);
    assertThatThrownBy(
            () ->
                captured.run(
                    () -> {
                      throw new IOException("the work's own");
                    }))
        .isInstanceOf(IOException.class);
    assertThat(TenantScope.current()).isEmpty();
  }

  @Test
  void anExecutorGivesEachWorkTheScopeOfWhoHandedItOver() {
    TenantScope.run(
        acme,
        () -> {
          CompletableFuture<TenantId> first =
              CompletableFuture.supplyAsync(TenantScope::require, CapturedScope.propagating(pool));
          assertThat(first.join()).isEqualTo(acme);
        });
    assertThat(
            CompletableFuture.supplyAsync(TenantScope::current, CapturedScope.propagating(pool))
                .join())
        .isEmpty();
  }

  @Test
  void aStepOfAParallelStreamRunsInTheCapturedScope() {
    TenantScope.run(
        acme,
        () -> {
          CapturedScope captured = TenantScope.capture();
          assertThat(
                  IntStream.range(0, 1_000)
                      .boxed()
                      .parallel()
                      .map(captured.wrapFunction(i -> TenantScope.require())))
              .containsOnly(acme);
        });
  }

  @Test
  void theTenantIsInTheLoggingContextInsideAScopeOnly() {
    TenantScope.run(acme, () -> assertThat(MDC.get("tenant")).isEqualTo(acme.toString()));
    assertThat(MDC.get("tenant")).isNull();
    CapturedScope captured = TenantScope.call(acme, TenantScope::capture);
    TenantScope.run(
        globex,
        () -> {
          captured.run(() -> assertThat(MDC.get("tenant")).isEqualTo(acme.toString()));
          assertThat(MDC.get("tenant")).isEqualTo(globex.toString());
        });
  }

  @Test
  void bindsAThreadUntilWhatItHadIsBoundAgain() {
    CapturedScope ofGlobex = TenantScope.call(globex, TenantScope::capture);
    TenantScope.run(
        acme,
        () -> {
          CapturedScope before = ofGlobex.bind();
          assertThat(TenantScope.require()).isEqualTo(globex);
          assertThat(MDC.get("tenant")).isEqualTo(globex.toString());
          CapturedScope inner = CapturedScope.NONE.bind();
          assertThat(TenantScope.current()).isEmpty();
          assertThat(MDC.get("tenant")).isNull();
          inner.bind();
          assertThat(TenantScope.require()).isEqualTo(globex);
          before.bind();
          assertThat(TenantScope.require()).isEqualTo(acme);
        });
    assertThat(TenantScope.current()).isEmpty();
  }
}
