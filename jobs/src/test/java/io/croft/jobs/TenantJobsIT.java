package io.croft.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.croft.catalog.Catalog;
import io.croft.catalog.Tenant;
import io.croft.core.Access;
import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import io.croft.core.TenantId;
import io.croft.core.TenantScope;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Work for two hundred tenants, in homes of all isolations. */
@Timeout(value = 2, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class TenantJobsIT {

  private static VisitFleet visits;

  @TempDir private Path directory;
  private TenantJobs jobs;
  private String run;

  @BeforeAll
  static void start() {
    visits = VisitFleet.start();
  }

  @AfterAll
  static void stop() {
    visits.close();
  }

  @BeforeEach
  void begin(TestInfo test) {
    run = test.getTestMethod().orElseThrow().getName().toLowerCase(Locale.ROOT);
    jobs = TenantJobs.of(visits.catalog).concurrency(8);
  }

  private void visit(Tenant tenant, Connection connection) throws SQLException {
    VisitFleet.visit(run, tenant, connection);
  }

  private static void assertVisitedOnce(Map<String, String> seen, Set<String> except) {
    seen.forEach(
        (slug, visits) -> assertThat(visits).as(slug).isEqualTo(except.contains(slug) ? "" : slug));
  }

  @Test
  void visitsEachTenantOnceInItsOwnScope() throws Exception {
    AtomicInteger atOnce = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    JobReport report =
        jobs.forEachTenant(
            tenant -> {
              most.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
              assertThat(TenantScope.require()).isEqualTo(tenant.id());
              visits.visit(run).run(tenant);
              atOnce.decrementAndGet();
            });
    assertThat(report)
        .isEqualTo(
            new JobReport(JobEnd.NO_MORE_TENANTS, VisitFleet.TENANTS, 0, List.of(), List.of(), 0));
    assertThat(report.requireWhole()).isSameAs(report);
    assertVisitedOnce(visits.visits(run), Set.of());
    assertThat(most.get()).isBetween(2, 8);
    assertThat(TenantScope.current()).isEmpty();
  }

  @Test
  void collectsFailuresByNameWhileTheOthersGoOn() throws Exception {
    Set<String> failing =
        Set.of(VisitFleet.slug(0), VisitFleet.slug(10), VisitFleet.slug(100), VisitFleet.slug(199));
    JobReport report =
        jobs.forEachTenant(
            tenant -> {
              if (failing.contains(tenant.slug().value())) {
                throw new IllegalStateException("of " + tenant.slug());
              }
              visits.visit(run).run(tenant);
            });
    assertThat(report.end()).isEqualTo(JobEnd.NO_MORE_TENANTS);
    assertThat(report.done()).isEqualTo(VisitFleet.TENANTS - failing.size());
    assertThat(report.failed())
        .extracting(failure -> failure.tenant().slug().value())
        .containsExactlyElementsOf(failing.stream().sorted().toList());
    assertThat(report.failed())
        .allSatisfy(
            failure -> assertThat(failure.reason()).hasMessage("of " + failure.tenant().slug()));
    assertVisitedOnce(visits.visits(run), failing);
    assertThatThrownBy(report::requireWhole)
        .isInstanceOf(CroftException.class)
        .hasMessageContaining(VisitFleet.slug(100))
        .satisfies(
            e -> {
              assertThat(((CroftException) e).code()).isEqualTo(ErrorCode.JOB_INCOMPLETE);
              assertThat(e.getSuppressed()).hasSize(failing.size());
            });
  }

  @Test
  void stopsAfterSoManyFailures() {
    JobReport report =
        jobs.concurrency(1)
            .stopAfterFailures(3)
            .forEachTenant(
                tenant -> {
                  throw new IllegalStateException("always");
                });
    assertThat(report.end()).isEqualTo(JobEnd.FAILURES);
    assertThat(report.failed()).hasSize(3);
    assertThat(report.left()).isEqualTo(VisitFleet.TENANTS - 3);
    assertThat(report.isWhole()).isFalse();
  }

  @Test
  void isRefusedInsideAScopeAndSoInsideItsOwnWork() {
    TenantScope.run(
        visits.id(VisitFleet.slug(3)),
        () ->
            assertThatThrownBy(() -> jobs.forEachTenant(tenant -> {}))
                .isInstanceOf(CroftException.class)
                .extracting(e -> ((CroftException) e).code())
                .isEqualTo(ErrorCode.TENANT_ALREADY_IN_SCOPE));
    JobReport nested =
        jobs.only(tenant -> tenant.slug().value().equals(VisitFleet.slug(3)))
            .forEachTenant(tenant -> jobs.forEachTenant(other -> {}));
    assertThat(nested.failed())
        .singleElement()
        .extracting(failure -> ((CroftException) failure.reason()).code())
        .isEqualTo(ErrorCode.TENANT_ALREADY_IN_SCOPE);
  }

  @Test
  void worksWithNoMoreThanTheAccessThatItIsGiven() {
    Set<Optional<Access>> seen = ConcurrentHashMap.newKeySet();
    JobReport report =
        jobs.access(Access.of("report"))
            .forEachTenant(tenant -> seen.add(TenantScope.currentAccess()));
    assertThat(report.isWhole()).isTrue();
    assertThat(seen).containsExactly(Optional.of(Access.of("report")));
  }

  @Test
  void tellsHowFarItIs() {
    List<JobProgress> told = new ArrayList<>();
    JobReport report = jobs.progress(told::add).forEachTenant(tenant -> {});
    assertThat(told).hasSize(VisitFleet.TENANTS);
    assertThat(told.get(0)).isEqualTo(new JobProgress(1, 0, 0, VisitFleet.TENANTS - 1));
    assertThat(told.get(VisitFleet.TENANTS - 1)).isEqualTo(new JobProgress(report.done(), 0, 0, 0));
    assertThatThrownBy(
            () ->
                jobs.progress(
                        progress -> {
                          throw new IllegalStateException("the listener's own");
                        })
                    .forEachTenant(tenant -> {}))
        .hasMessage("the listener's own");
  }

  @Test
  void beginsNoWorkAfterItsDeadline() {
    CountDownLatch late = new CountDownLatch(1);
    CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS).execute(late::countDown);
    JobReport report =
        jobs.deadline(Duration.ofMillis(500))
            .forEachTenant(
                tenant -> {
                  if (tenant.slug().value().compareTo(VisitFleet.slug(50)) > 0) {
                    late.await();
                  }
                });
    assertThat(report.end()).isEqualTo(JobEnd.DEADLINE);
    assertThat(report.done()).isPositive();
    assertThat(report.done() + report.left()).isEqualTo(VisitFleet.TENANTS);
    assertThat(report.left()).isPositive();
  }

  @Test
  void anInterruptEndsItAndItsWorkAndARunOfThatNameGoesOn() throws Exception {
    TenantJobs named = jobs.resumable(FileLedger.in(directory), run);
    CountDownLatch halfway = new CountDownLatch(100);
    TenantWork work =
        tenant -> {
          if (halfway.getCount() == 0) {
            new CountDownLatch(1).await();
          }
          visits.visit(run).run(tenant);
          halfway.countDown();
        };
    AtomicBoolean stillInterrupted = new AtomicBoolean();
    CompletableFuture<JobReport> report = new CompletableFuture<>();
    Thread runner =
        new Thread(
            () -> {
              try {
                report.complete(named.forEachTenant(work));
              } catch (RuntimeException e) {
                report.completeExceptionally(e);
              }
              stillInterrupted.set(Thread.currentThread().isInterrupted());
            });
    runner.start();
    halfway.await();
    runner.interrupt();
    runner.join();
    assertThat(report.join().end()).isEqualTo(JobEnd.INTERRUPTED);
    assertThat(report.join().left()).isPositive();
    assertThat(stillInterrupted).isTrue();
    JobReport rest = named.forEachTenant(visits.visit(run));
    assertThat(rest.before()).isEqualTo(report.join().done());
    assertThat(rest.before() + rest.done()).isEqualTo(VisitFleet.TENANTS);
    assertVisitedOnce(visits.visits(run), Set.of());
    assertThat(named.forEachTenant(visits.visit(run)).done()).isZero();
  }

  @Test
  void anInterruptBeforeAWorkerHasBegunEndsItToo() throws Exception {
    TenantJobs alone = jobs.concurrency(1).progress(progress -> Thread.currentThread().interrupt());
    // The worker has yet to put down the first tenant when the thread of the job sees it.
    for (int i = 0; i < 20; i++) {
      CompletableFuture<JobReport> report = new CompletableFuture<>();
      Thread runner = new Thread(() -> report.complete(alone.forEachTenant(tenant -> {})));
      runner.setDaemon(true);
      runner.start();
      JobReport ended = report.get(30, TimeUnit.SECONDS);
      assertThat(ended.end()).isEqualTo(JobEnd.INTERRUPTED);
      assertThat(ended.done() + ended.failed().size() + ended.left()).isEqualTo(VisitFleet.TENANTS);
    }
  }

  @Test
  void whatIsDoneWhileTheRunFailsIsNotDoneAgain() {
    TenantJobs two =
        jobs.only(
                tenant ->
                    Set.of(VisitFleet.slug(1), VisitFleet.slug(5)).contains(tenant.slug().value()))
            .resumable(FileLedger.in(directory), run);
    CountDownLatch both = new CountDownLatch(2);
    CompletableFuture<Boolean> told = new CompletableFuture<>();
    TenantWork work =
        tenant -> {
          both.countDown();
          both.await();
          if (tenant.slug().value().equals(VisitFleet.slug(5))) {
            assertThat(told.join()).isTrue();
          }
        };
    assertThatThrownBy(
            () ->
                two.progress(
                        progress -> {
                          told.complete(true);
                          throw new IllegalStateException("the listener's own");
                        })
                    .forEachTenant(work))
        .hasMessage("the listener's own");
    assertThat(two.forEachTenant(tenant -> {}).before()).isEqualTo(2);
  }

  @Test
  void aRunOfThatNameDoesWhatHasFailed() throws Exception {
    TenantJobs named = jobs.resumable(FileLedger.in(directory), run);
    String broken = VisitFleet.slug(7);
    AtomicBoolean mended = new AtomicBoolean();
    TenantWork work =
        tenant -> {
          if (tenant.slug().value().equals(broken) && !mended.get()) {
            throw new IllegalStateException("broken");
          }
          visits.visit(run).run(tenant);
        };
    assertThat(named.forEachTenant(work).failed()).hasSize(1);
    mended.set(true);
    JobReport second = named.forEachTenant(work);
    assertThat(second.done()).isEqualTo(1);
    assertThat(second.isWhole()).isTrue();
    assertVisitedOnce(visits.visits(run), Set.of());
  }

  @Test
  void aJobThatIsKilledGoesOnWhereItEndedAndItsMarksKeepItFromDoingAnythingTwice()
      throws Exception {
    KilledJob.run(visits.fleet.reader(), visits.fleet.secret().application(), directory, run);
    long visited = visits.visits(run).values().stream().filter(v -> !v.isEmpty()).count();
    HomeMarks marks = HomeMarks.in("job_mark");
    JobReport rest =
        jobs.resumable(FileLedger.in(directory), run)
            .forEachTenant(marks.once(visits.data, run, this::visit));
    assertThat(rest.before()).as("noted").isPositive().isLessThan((int) visited);
    assertThat(rest.before() + rest.done()).isEqualTo(VisitFleet.TENANTS);
    assertVisitedOnce(visits.visits(run), Set.of());
  }

  @Test
  void withoutMarksAKilledJobDoesAgainWhatItHadNotNoted() throws Exception {
    KilledJob.run(visits.fleet.reader(), visits.fleet.secret().application(), directory, run);
    JobReport rest = jobs.resumable(FileLedger.in(directory), run).forEachTenant(visits.visit(run));
    assertThat(rest.isWhole()).isTrue();
    assertThat(visits.visits(run).values()).anyMatch(seen -> seen.contains(","));
  }

  @Test
  void aMarkIsThereWithItsWorkOnly() throws Exception {
    HomeMarks marks = HomeMarks.in("job_mark");
    TenantWork failing =
        marks.once(
            visits.data,
            run,
            (tenant, connection) -> {
              visit(tenant, connection);
              throw new IllegalStateException("after the row");
            });
    assertThat(jobs.forEachTenant(failing).failed()).hasSize(VisitFleet.TENANTS);
    assertVisitedOnce(visits.visits(run), visits.visits(run).keySet());
    assertThat(jobs.forEachTenant(marks.once(visits.data, run, this::visit)).isWhole()).isTrue();
    assertVisitedOnce(visits.visits(run), Set.of());
    TenantId one = visits.id(VisitFleet.slug(0));
    TenantScope.run(
        one,
        () -> {
          try (Connection connection = visits.data.getConnection()) {
            assertThatThrownBy(() -> marks.first(connection, "autocommit"))
                .isInstanceOf(IllegalStateException.class);
          }
        });
  }

  @Test
  void workerThreadsAreGoneWithTheJob() {
    JobReport report = jobs.forEachTenant(tenant -> {});
    assertThat(report.isWhole()).isTrue();
    await()
        .untilAsserted(
            () ->
                assertThat(Thread.getAllStackTraces().keySet())
                    .extracting(Thread::getName)
                    .doesNotContain("croft-job"));
  }

  @Test
  void refusesNumbersThatMakeNoJob() {
    assertThatThrownBy(() -> jobs.concurrency(0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> jobs.stopAfterFailures(0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aTenantListIsReadInPagesToItsEnd() {
    List<String> seen = new ArrayList<>();
    JobReport report =
        jobs.concurrency(1).forEachTenant((Tenant tenant) -> seen.add(tenant.slug().value()));
    assertThat(report.isWhole()).isTrue();
    assertThat(seen).doesNotHaveDuplicates().hasSize(VisitFleet.TENANTS);
  }

  @Test
  void theExampleOfTheDocument() {
    Catalog catalog = visits.catalog;
    TenantWork work = visits.visit(run);
    // region jobs
    JobReport report =
        TenantJobs.of(catalog)
            .concurrency(8)
            .resumable(FileLedger.in(directory), "invoices-2026-11")
            .forEachTenant(work);
    report.requireWhole();
    // endregion
    assertVisitedOnce(visits.visits(run), Set.of());
  }
}
