package io.croft.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;

/** What tasks inherit that are forked in a scope; earlier versions of Java have no such tasks. */
@EnabledForJreRange(minVersion = 25)
class InheritanceTest {

  private static final Access REPORT = Access.of("report");

  private final TenantId acme = TenantId.random();
  private final TenantId globex = TenantId.random();

  @Test
  void aForkedTaskHasTheScopeInWhichItsTaskScopeWasOpened() throws Exception {
    assertThat(TenantScope.call(acme, () -> Forks.fork(TenantScope::require))).isEqualTo(acme);
    assertThat(TenantScope.call(acme, REPORT, () -> Forks.fork(TenantScope::currentAccess)))
        .contains(REPORT);
    assertThat(Forks.fork(TenantScope::current)).isEmpty();
    assertThat(TenantScope.current()).isEmpty();
  }

  @Test
  void theTasksOfATaskHaveItToo() throws Exception {
    assertThat(TenantScope.call(acme, () -> Forks.fork(() -> Forks.fork(TenantScope::require))))
        .isEqualTo(acme);
  }

  @Test
  void aTaskNarrowsAccessForItselfOnly() throws Exception {
    TenantScope.run(
        acme,
        () -> {
          assertThat(
                  Forks.fork(
                      () -> {
                        Optional<Access> inside =
                            TenantScope.call(acme, REPORT, TenantScope::currentAccess);
                        assertThat(TenantScope.currentAccess()).contains(Access.FULL);
                        return inside;
                      }))
              .contains(REPORT);
          assertThat(TenantScope.currentAccess()).contains(Access.FULL);
        });
  }

  @Test
  void anInheritedScopeIsHeldToLikeAnyOther() throws Exception {
    TenantScope.run(
        acme,
        REPORT,
        () -> {
          assertThat(Forks.fork(() -> refusal(() -> TenantScope.call(globex, () -> 1))))
              .isEqualTo(ErrorCode.TENANT_ALREADY_IN_SCOPE);
          assertThat(Forks.fork(() -> refusal(() -> TenantScope.call(acme, () -> 1))))
              .isEqualTo(ErrorCode.ACCESS_ALREADY_IN_SCOPE);
        });
  }

  private static ErrorCode refusal(Callable<?> work) throws Exception {
    try {
      throw new AssertionError("not refused: " + work.call());
    } catch (CroftException e) {
      return e.code();
    }
  }

  @Test
  void workOfNoTenantHasNoneInsideAnInheritedScopeEither() throws Exception {
    TenantScope.run(
        acme,
        () -> {
          assertThat(Forks.fork(() -> CapturedScope.NONE.call(TenantScope::current))).isEmpty();
          assertThat(
                  Forks.fork(() -> CapturedScope.NONE.call(() -> Forks.fork(TenantScope::current))))
              .isEmpty();
          assertThat(CapturedScope.NONE.call(() -> Forks.fork(TenantScope::current))).isEmpty();
        });
  }

  @Test
  void aThreadThatIsBoundToNothingHasNothingInsideAnInheritedScopeEither() throws Exception {
    TenantScope.run(
        acme,
        () ->
            assertThat(
                    Forks.fork(
                        () -> {
                          CapturedScope before = CapturedScope.NONE.bind();
                          Optional<TenantId> inside = TenantScope.current();
                          CapturedScope unused = before.bind();
                          assertThat(TenantScope.require()).isEqualTo(acme);
                          return inside;
                        }))
                .isEmpty());
  }

  @Test
  void aCapturedScopeIsInheritedInPlaceOfAnother() throws Exception {
    CapturedScope ofGlobex = TenantScope.call(globex, TenantScope::capture);
    TenantScope.run(
        acme,
        () -> {
          assertThat(ofGlobex.call(() -> Forks.fork(TenantScope::require))).isEqualTo(globex);
          assertThat(Forks.fork(() -> ofGlobex.call(TenantScope::require))).isEqualTo(globex);
          assertThat(Forks.fork(TenantScope::capture).call(TenantScope::require)).isEqualTo(acme);
        });
  }

  /** The value that tasks inherit cannot be bound anew without a lambda. */
  @Test
  void nobodyInheritsWhatAThreadIsNoLongerBoundTo() throws Exception {
    CapturedScope ofGlobex = TenantScope.call(globex, TenantScope::capture);
    TenantScope.run(
        acme,
        () -> {
          CapturedScope before = ofGlobex.bind();
          assertThat(Forks.fork(TenantScope::current)).isEmpty();
          assertThat(ofGlobex.call(() -> Forks.fork(TenantScope::require))).isEqualTo(globex);
          CapturedScope unused = before.bind();
          assertThat(Forks.fork(TenantScope::require)).isEqualTo(acme);
          CapturedScope.NONE.run(
              () -> {
                OpenScope open = OpenScope.of(globex);
                assertThat(Forks.fork(TenantScope::current)).isEmpty();
                open.close();
                assertThat(Forks.fork(TenantScope::current)).isEmpty();
              });
          OpenScope open = OpenScope.of(acme);
          assertThat(Forks.fork(TenantScope::require)).isEqualTo(acme);
          open.close();
          assertThat(Forks.fork(TenantScope::require)).isEqualTo(acme);
        });
  }

  @Test
  void theTasksOfATaskThatIsBoundToAnotherInheritNothing() throws Exception {
    CapturedScope ofGlobex = TenantScope.call(globex, TenantScope::capture);
    TenantScope.run(
        acme,
        () -> {
          assertThat(
                  Forks.fork(
                      () -> {
                        CapturedScope before = ofGlobex.bind();
                        Optional<TenantId> below = Forks.fork(TenantScope::current);
                        CapturedScope unused = before.bind();
                        assertThat(Forks.fork(TenantScope::require)).isEqualTo(acme);
                        return below;
                      }))
              .isEmpty();
          assertThat(Forks.fork(TenantScope::require)).isEqualTo(acme);
        });
  }

  @Test
  void noOtherThreadInheritsAnything() throws Exception {
    ExecutorService virtual =
        (ExecutorService) Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
    ExecutorService pool = Executors.newSingleThreadExecutor();
    try {
      TenantScope.run(
          acme,
          () -> {
            assertThat(virtual.submit(TenantScope::current).get()).isEmpty();
            assertThat(pool.submit(TenantScope::current).get()).isEmpty();
            assertThat(Forks.fork(() -> virtual.submit(TenantScope::current).get())).isEmpty();
            AtomicReference<Optional<TenantId>> seen = new AtomicReference<>();
            Thread plain = new Thread(() -> seen.set(TenantScope.current()));
            plain.start();
            plain.join();
            assertThat(seen.get()).isEmpty();
          });
      assertThat(pool.submit(TenantScope::current).get()).isEmpty();
    } finally {
      virtual.shutdown();
      pool.shutdown();
    }
  }

  @Test
  void aTaskIsNotForkedInAnotherScopeThanThatOfItsTaskScope() throws Exception {
    try (Forks forks = Forks.open()) {
      assertThatThrownBy(() -> TenantScope.call(acme, () -> forks.begin(TenantScope::require)))
          .hasMessageContaining("Scoped value bindings have changed");
      forks.join();
    }
    TenantScope.run(
        acme,
        () -> {
          try (Forks forks = Forks.open()) {
            Callable<TenantId> same =
                TenantScope.call(acme, () -> forks.begin(TenantScope::require));
            forks.join();
            assertThat(same.call()).isEqualTo(acme);
          }
        });
  }

  @Test
  void aScopeDoesNotEndBeforeItsTasks() {
    AtomicReference<Forks> left = new AtomicReference<>();
    assertThatThrownBy(() -> TenantScope.run(acme, () -> left.set(Forks.open())))
        .satisfies(
            e -> assertThat(e.getClass().getSimpleName()).isEqualTo("StructureViolationException"));
    assertThatThrownBy(
            () ->
                TenantScope.run(
                    acme,
                    () -> {
                      left.set(Forks.open());
                      throw new IOException("the work's own");
                    }))
        .isInstanceOf(IOException.class)
        .satisfies(e -> assertThat(e.getSuppressed()).hasSize(1));
    assertThat(TenantScope.current()).isEmpty();
  }
}
