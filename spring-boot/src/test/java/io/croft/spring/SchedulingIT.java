package io.croft.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.croft.core.Isolation;
import io.croft.core.TenantId;
import io.croft.core.TenantScope;
import io.croft.jobs.JobReport;
import io.croft.jobs.TenantJobs;
import io.croft.spring.notes.Note;
import io.croft.spring.notes.Notes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.task.SimpleAsyncTaskSchedulerBuilder;
import org.springframework.boot.task.ThreadPoolTaskSchedulerBuilder;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.concurrent.SimpleAsyncTaskScheduler;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import org.springframework.scheduling.support.PeriodicTrigger;

/** What the clock starts is of no tenant, whoever has scheduled it; jobs visit each tenant. */
final class SchedulingIT {

  private static final Duration OFTEN = Duration.ofMillis(5);

  private static NotesService service;

  private final TenantId acme = NotesService.tenant(Isolation.POOL);
  private final TenantId globex = NotesService.tenant(Isolation.SCHEMA);
  private final BlockingQueue<Optional<TenantId>> seen = new LinkedBlockingQueue<>();

  @BeforeAll
  static void start() {
    service = NotesService.start("croft.web.header=X-Tenant");
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  /** The ways of scheduling something. */
  private enum Way {
    RATE,
    DELAY,
    TRIGGER,
    ONCE;

    ScheduledFuture<?> schedule(TaskScheduler scheduler, Runnable work) {
      return switch (this) {
        case RATE -> scheduler.scheduleAtFixedRate(work, OFTEN);
        case DELAY -> scheduler.scheduleWithFixedDelay(work, OFTEN);
        case TRIGGER -> scheduler.schedule(work, new PeriodicTrigger(OFTEN));
        case ONCE -> scheduler.schedule(work, Instant.now().plus(OFTEN));
      };
    }

    int rounds() {
      return this == ONCE ? 1 : 3;
    }
  }

  private void look() {
    seen.add(TenantScope.current());
  }

  /** What a task has seen that acme has scheduled. */
  private void assertSees(Way way, TaskScheduler scheduler, Optional<TenantId> expected)
      throws InterruptedException {
    ScheduledFuture<?> task = TenantScope.call(acme, () -> way.schedule(scheduler, this::look));
    for (int i = 0; i < way.rounds(); i++) {
      assertThat(seen.poll(1, TimeUnit.MINUTES)).isEqualTo(expected);
    }
    task.cancel(false);
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void whatATenantsRequestSchedulesDoesNotKeepTheTenant(Way way) throws Exception {
    assertSees(way, service.context.getBean(ThreadPoolTaskScheduler.class), Optional.empty());
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void norDoesItOnThreadsThatAreMadeForEachTask(Way way) throws Exception {
    try (SimpleAsyncTaskScheduler scheduler =
        service.context.getBean(SimpleAsyncTaskSchedulerBuilder.class).build()) {
      scheduler.start();
      assertSees(way, scheduler, Optional.empty());
    }
  }

  /** A decorator for executors is none for schedulers, though Spring Boot gives it to both. */
  @ParameterizedTest
  @EnumSource(Way.class)
  void aDecoratorThatTakesEveryScopeAlongWouldKeepTheTenant(Way way) throws Exception {
    ThreadPoolTaskScheduler scheduler =
        service
            .context
            .getBean(ThreadPoolTaskSchedulerBuilder.class)
            .taskDecorator(work -> TenantScope.capture().wrap(work))
            .build();
    scheduler.initialize();
    try {
      assertSees(way, scheduler, Optional.of(acme));
    } finally {
      scheduler.shutdown();
    }
  }

  @Test
  void whatIsHandedToTheExecutorHasTheScopeHoweverItIs() throws Exception {
    AsyncTaskExecutor executor =
        service.context.getBean("applicationTaskExecutor", AsyncTaskExecutor.class);
    assertThat(TenantScope.call(acme, () -> executor.submit(TenantScope::current).get()))
        .contains(acme);
    assertThat(
            TenantScope.call(
                acme, () -> CompletableFuture.supplyAsync(TenantScope::current, executor).get()))
        .contains(acme);
    assertThat(executor.submit(TenantScope::current).get()).isEmpty();
  }

  @Test
  void aJobDoesItsWorkForEachTenant() {
    Notes notes = service.context.getBean(Notes.class);
    List<TenantId> ours = List.of(acme, globex);
    JobReport report =
        service
            .context
            .getBean(TenantJobs.class)
            .only(tenant -> ours.contains(tenant.id()))
            .forEachTenant(tenant -> notes.save(new Note("for " + tenant.slug())));
    assertThat(report.requireWhole().done()).isEqualTo(2);
    for (TenantId tenant : ours) {
      List<Note> found = TenantScope.call(tenant, () -> notes.findAll());
      assertThat(found)
          .extracting(Note::getText)
          .containsExactly("for " + NotesService.slug(tenant));
    }
  }
}
