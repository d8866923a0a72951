package io.croft.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.croft.core.Isolation;
import io.croft.core.TenantId;
import io.croft.core.TenantScope;
import io.croft.embedded.EmbeddedPostgres;
import io.croft.testbed.TestFleet;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.parameters.InvalidJobParametersException;
import org.springframework.batch.core.job.parameters.JobParameters;
import org.springframework.batch.core.job.parameters.JobParametersBuilder;
import org.springframework.batch.core.launch.JobOperator;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;

/** A job of a tenant runs in its scope, on whatever threads; what is known of jobs is of none. */
final class BatchIT {

  private static ConfigurableApplicationContext context;

  private final TenantId acme = NotesService.tenant(Isolation.POOL);

  @BeforeAll
  static void start() throws SQLException {
    try (Connection superuser = server().connect("postgres");
        Statement statement = superuser.createStatement()) {
      statement.execute("CREATE DATABASE jobs");
    }
    context = run(NoteJobs.class);
  }

  private static EmbeddedPostgres server() {
    return NotesService.fleet().server(TestFleet.EU);
  }

  private static ConfigurableApplicationContext run(Class<?> application, String... properties) {
    List<String> all = new ArrayList<>(NotesService.access());
    all.addAll(
        List.of(
            "jobs.url=" + server().jdbcUrl("jobs"),
            "jobs.user=" + server().superuser(),
            "jobs.password=" + server().password(),
            "spring.batch.jdbc.initialize-schema=always",
            "spring.batch.job.enabled=false",
            "spring.main.banner-mode=off"));
    all.addAll(List.of(properties));
    return new SpringApplicationBuilder(application)
        .web(WebApplicationType.NONE)
        .properties(all.toArray(String[]::new))
        .run();
  }

  @AfterAll
  static void stop() {
    context.close();
  }

  private static JobExecution start(String job, JobParameters parameters) throws Exception {
    return start(context, job, parameters);
  }

  private static JobExecution start(
      ConfigurableApplicationContext in, String job, JobParameters parameters) throws Exception {
    return in.getBean(JobOperator.class).start(in.getBean(job, Job.class), parameters);
  }

  private static JobParameters of(TenantId tenant, String items) {
    return new JobParametersBuilder()
        .addString("tenant", tenant.toString())
        .addString("items", items)
        .toJobParameters();
  }

  private static JobParameters ofNobody(String items) {
    return new JobParametersBuilder()
        .addString("run", UUID.randomUUID().toString())
        .addString("items", items)
        .toJobParameters();
  }

  private static List<String> notes(TenantId tenant) {
    return TenantScope.call(
        tenant,
        () ->
            context
                .getBean(JdbcTemplate.class)
                .queryForList("SELECT text FROM note ORDER BY id", String.class));
  }

  @ParameterizedTest
  @EnumSource(Isolation.class)
  void chunksAreReadProcessedAndWrittenInTheScopeOfTheJob(Isolation isolation) throws Exception {
    TenantId one = NotesService.tenant(isolation);
    TenantId other = NotesService.tenant(isolation);
    assertThat(start("written", of(one, "a,b,c")).getStatus()).isEqualTo(BatchStatus.COMPLETED);
    assertThat(start("written", of(other, "a,b,c")).getStatus()).isEqualTo(BatchStatus.COMPLETED);
    assertThat(notes(one)).containsExactly("a", "b", "c");
    assertThat(notes(other)).containsExactly("a", "b", "c");
    assertThat(TenantScope.current()).isEmpty();
  }

  @Test
  void partsOfAStepRunInTheScopeOfTheJob() throws Exception {
    assertThat(start("splitUp", of(acme, "")).getStatus()).isEqualTo(BatchStatus.COMPLETED);
    assertThat(notes(acme)).containsExactlyInAnyOrder("one", "two");
  }

  @Test
  void aJobThatFailedGoesOnInTheSameScope() throws Exception {
    String failing = "bad " + acme;
    NoteJobs.FAILING.put(failing, true);
    JobExecution failed = start("written", of(acme, "a,b,c," + failing));
    assertThat(failed.getStatus()).isEqualTo(BatchStatus.FAILED);
    assertThat(notes(acme)).containsExactly("a", "b");
    NoteJobs.FAILING.clear();
    JobExecution again = context.getBean(JobOperator.class).restart(failed);
    assertThat(again.getStatus()).isEqualTo(BatchStatus.COMPLETED);
    assertThat(notes(acme)).containsExactly("a", "b", "c", failing);
  }

  @Test
  void aJobOfNobodyReachesNoTable() throws Exception {
    assertNoTenant(start("written", ofNobody("a")));
    // Nor does it have that of whoever starts it.
    JobExecution inside =
        TenantScope.<JobExecution, Exception>call(acme, () -> start("written", ofNobody("a")));
    assertNoTenant(inside);
    assertThat(notes(acme)).isEmpty();
  }

  private static void assertNoTenant(JobExecution job) {
    assertThat(job.getStatus()).isEqualTo(BatchStatus.FAILED);
    assertThat(job.getAllFailureExceptions())
        .anySatisfy(e -> assertThat(e).hasStackTraceContaining("no tenant is bound"));
  }

  @Test
  void aJobIsOfItsTenantWhoeverStartsIt() throws Exception {
    TenantId globex = NotesService.tenant(Isolation.POOL);
    TenantScope.<JobExecution, Exception>call(globex, () -> start("written", of(acme, "a")));
    assertThat(notes(acme)).containsExactly("a");
    assertThat(notes(globex)).isEmpty();
  }

  @Test
  void aTenantThatCannotBeUsedIsToldBeforeAnythingIsNoted() {
    assertInvalid("is not a tenant id", parameter("acme", true));
    assertInvalid("tenant-unknown", parameter(UUID.randomUUID().toString(), true));
    assertInvalid("must be identifying", parameter(acme.toString(), false));
    NotesService.fleet().catalog().suspend(acme, "test");
    assertInvalid("tenant-not-active", parameter(acme.toString(), true));
  }

  private static JobParameters parameter(String tenant, boolean identifying) {
    return new JobParametersBuilder()
        .addString("tenant", tenant, identifying)
        .addString("items", "a")
        .toJobParameters();
  }

  private static void assertInvalid(String text, JobParameters parameters) {
    assertThatThrownBy(() -> start("written", parameters))
        .isInstanceOf(InvalidJobParametersException.class)
        .hasMessageContaining(text);
  }

  @Test
  void isOfNobodyWhereTheScopeIsNotEntered() throws Exception {
    try (ConfigurableApplicationContext without =
        run(
            NoteJobs.class,
            "spring.autoconfigure.exclude=io.croft.spring.batch.CroftBatchAutoConfiguration")) {
      assertNoTenant(start(without, "written", of(acme, "a")));
      assertNoTenant(start(without, "splitUp", of(acme, "b")));
    }
  }

  /** Leaves to Spring Boot where jobs are noted. */
  @EnableAutoConfiguration(
      excludeName = {
        "org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration",
        "org.springframework.boot.data.jpa.autoconfigure.DataJpaRepositoriesAutoConfiguration"
      })
  static class Careless {}

  @Test
  void jobsAreNotNotedInTheHomesOfTenants() {
    Throwable thrown = catchThrowable(() -> run(Careless.class).close());
    assertThat(new CroftFailureAnalyzer().analyze(thrown).getDescription())
        .contains("Spring Batch would look for its tables in the homes of the tenants");
  }
}
