package io.croft.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ScopedExecutorTest {

  private final TenantId acme = TenantId.random();
  private final TenantId globex = TenantId.random();
  private final ScheduledExecutorService pool = Executors.newSingleThreadScheduledExecutor();

  /** Its thread has kept a tenant for ever, as none should. */
  private final ScheduledExecutorService retained =
      Executors.newSingleThreadScheduledExecutor(
          work -> new Thread(() -> TenantScope.run(globex, work::run)));

  @AfterEach
  void stop() {
    pool.shutdownNow();
    retained.shutdownNow();
  }

  /** The ways in which work is handed over; each returns what the work has seen. */
  private enum Way {
    EXECUTE {
      @Override
      Optional<TenantId> handOver(ScheduledExecutorService executor) throws Exception {
        BlockingQueue<Optional<TenantId>> seen = new LinkedBlockingQueue<>();
        executor.execute(() -> seen.add(TenantScope.current()));
        return taken(seen);
      }
    },
    SUBMIT {
      @Override
      Optional<TenantId> handOver(ScheduledExecutorService executor) throws Exception {
        BlockingQueue<Optional<TenantId>> seen = new LinkedBlockingQueue<>();
        Runnable work = () -> seen.add(TenantScope.current());
        assertThat(executor.submit(work).get()).isNull();
        return taken(seen);
      }
    },
    SUBMIT_WITH_RESULT {
      @Override
      Optional<TenantId> handOver(ScheduledExecutorService executor) throws Exception {
        BlockingQueue<Optional<TenantId>> seen = new LinkedBlockingQueue<>();
        assertThat(executor.submit(() -> seen.add(TenantScope.current()), "done").get())
            .isEqualTo("done");
        return taken(seen);
      }
    },
    CALL {
      @Override
      Optional<TenantId> handOver(ScheduledExecutorService executor) throws Exception {
        return executor.submit(TenantScope::current).get();
      }
    },
    INVOKE_ALL {
      @Override
      Optional<TenantId> handOver(ScheduledExecutorService executor) throws Exception {
        return executor.invokeAll(ONE).get(0).get();
      }
    },
    INVOKE_ALL_IN_TIME {
      @Override
      Optional<TenantId> handOver(ScheduledExecutorService executor) throws Exception {
        return executor.invokeAll(ONE, 1, TimeUnit.MINUTES).get(0).get();
      }
    },
    INVOKE_ANY {
      @Override
      Optional<TenantId> handOver(ScheduledExecutorService executor) throws Exception {
        return executor.invokeAny(ONE);
      }
    },
    INVOKE_ANY_IN_TIME {
      @Override
      Optional<TenantId> handOver(ScheduledExecutorService executor) throws Exception {
        return executor.invokeAny(ONE, 1, TimeUnit.MINUTES);
      }
    },
    LATER {
      @Override
      Optional<TenantId> handOver(ScheduledExecutorService executor) throws Exception {
        BlockingQueue<Optional<TenantId>> seen = new LinkedBlockingQueue<>();
        Runnable work = () -> seen.add(TenantScope.current());
        assertThat(executor.schedule(work, 1, TimeUnit.MILLISECONDS).get()).isNull();
        return taken(seen);
      }
    },
    CALL_LATER {
      @Override
      Optional<TenantId> handOver(ScheduledExecutorService executor) throws Exception {
        return executor.schedule(TenantScope::current, 1, TimeUnit.MILLISECONDS).get();
      }
    };

    private static final List<Callable<Optional<TenantId>>> ONE = List.of(TenantScope::current);

    abstract Optional<TenantId> handOver(ScheduledExecutorService executor) throws Exception;

    static Optional<TenantId> taken(BlockingQueue<Optional<TenantId>> seen) throws Exception {
      return seen.poll(1, TimeUnit.MINUTES);
    }
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void workHasTheScopeOfWhoHandedItOverAndTheThreadNoneAfterwards(Way way) throws Exception {
    ScheduledExecutorService scoped = CapturedScope.propagating(pool);
    assertThat(TenantScope.call(acme, () -> way.handOver(scoped))).contains(acme);
    assertThat(pool.submit(TenantScope::current).get()).isEmpty();
    assertThat(TenantScope.call(globex, () -> way.handOver(scoped))).contains(globex);
    assertThat(way.handOver(scoped)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void isOfNoneWhereItIsNotTaken(Way way) throws Exception {
    assertThat(TenantScope.call(acme, () -> way.handOver(pool))).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void whatAThreadHasKeptIsNeverUsed(Way way) throws Exception {
    assertThat(way.handOver(retained)).contains(globex);
    ScheduledExecutorService scoped = CapturedScope.propagating(retained);
    assertThat(way.handOver(scoped)).isEmpty();
    assertThat(TenantScope.call(acme, () -> way.handOver(scoped))).contains(acme);
  }

  @Test
  void failingWorkLeavesNothingBehind() throws Exception {
    ExecutorService scoped = CapturedScope.propagating((ExecutorService) pool);
    TenantScope.run(
        acme,
        () ->
            assertThatThrownBy(
                    () ->
                        scoped
                            .submit(
                                () -> {
                                  throw new IOException("of " + TenantScope.require());
                                })
                            .get())
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(IOException.class)
                .hasMessageContaining(acme.toString()));
    assertThat(pool.submit(TenantScope::current).get()).isEmpty();
  }

  @Test
  void workThatHandsOverWorkGivesItItsOwnScope() throws Exception {
    ExecutorService other = Executors.newSingleThreadExecutor();
    try {
      ExecutorService outer = CapturedScope.propagating((ExecutorService) pool);
      ExecutorService inner = CapturedScope.propagating(other);
      Access report = Access.of("report");
      Optional<Access> seen =
          TenantScope.call(
              acme,
              () ->
                  outer
                      .submit(
                          () ->
                              TenantScope.call(
                                  acme,
                                  report,
                                  () -> inner.submit(TenantScope::currentAccess).get()))
                      .get());
      assertThat(seen).contains(report);
    } finally {
      other.shutdownNow();
    }
  }

  @Test
  void whatIsDoneAgainAndAgainIsOfNoTenant() throws Exception {
    BlockingQueue<Optional<TenantId>> seen = new LinkedBlockingQueue<>();
    Runnable work = () -> seen.add(TenantScope.current());
    for (ScheduledExecutorService executor : List.of(pool, retained)) {
      ScheduledExecutorService scoped = CapturedScope.propagating(executor);
      ScheduledFuture<?> rate =
          TenantScope.call(
              acme, () -> scoped.scheduleAtFixedRate(work, 0, 1, TimeUnit.MILLISECONDS));
      ScheduledFuture<?> delay =
          TenantScope.call(
              acme, () -> scoped.scheduleWithFixedDelay(work, 0, 1, TimeUnit.MILLISECONDS));
      for (int i = 0; i < 6; i++) {
        assertThat(Way.taken(seen)).isEmpty();
      }
      rate.cancel(false);
      delay.cancel(false);
    }
  }

  @Test
  void itIsShutDownWithTheExecutor() throws Exception {
    ExecutorService scoped = CapturedScope.propagating((ExecutorService) pool);
    assertThat(scoped.isShutdown()).isFalse();
    scoped.shutdown();
    assertThat(scoped.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
    assertThat(pool.isShutdown()).isTrue();
    assertThat(scoped.isTerminated()).isTrue();
    assertThat(CapturedScope.propagating((ExecutorService) retained).shutdownNow()).isEmpty();
    assertThat(retained.isShutdown()).isTrue();
  }

  /** Executors are closed from Java 19 on. Waiting for the common pool to end has no end. */
  @Test
  @EnabledForJreRange(minVersion = 19)
  void itIsClosedInTheWayOfTheExecutor() throws Exception {
    ((AutoCloseable) CapturedScope.propagating((ExecutorService) pool)).close();
    assertThat(pool.isTerminated()).isTrue();
    ((AutoCloseable) CapturedScope.propagating((ExecutorService) ForkJoinPool.commonPool()))
        .close();
    assertThat(ForkJoinPool.commonPool().isShutdown()).isFalse();
  }
}
