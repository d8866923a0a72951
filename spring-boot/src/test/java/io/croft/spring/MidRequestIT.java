package io.croft.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.croft.catalog.CatalogAddress;
import io.croft.core.CapturedScope;
import io.croft.core.Isolation;
import io.croft.core.TenantId;
import io.croft.core.TenantScope;
import io.croft.spring.notes.Note;
import io.croft.spring.notes.Notes;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Controller;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ResponseBody;

/** What is answered when a tenant or a scope changes in the middle of a request. */
final class MidRequestIT {

  private static final String HEADER = "X-Tenant";
  private static final AtomicReference<Runnable> MEANWHILE = new AtomicReference<>(() -> {});

  private static NotesService service;

  private final TenantId acme = NotesService.tenant(Isolation.SCHEMA);
  private final TenantId globex = NotesService.tenant(Isolation.SCHEMA);

  /** Reads, lets something happen, and reads again. */
  @Controller
  static class Slow {

    private final Notes notes;

    Slow(Notes notes) {
      this.notes = notes;
    }

    @GetMapping("/slow")
    @ResponseBody
    String slow() {
      long before = notes.count();
      MEANWHILE.get().run();
      return before + " " + notes.count();
    }
  }

  @BeforeAll
  static void start() {
    service =
        NotesService.start(List.of(OpenDoors.class, Slow.class), "croft.web.header=" + HEADER);
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  private HttpResponse<String> get(String path, Runnable meanwhile) {
    MEANWHILE.set(meanwhile);
    return service.get(path, HEADER, acme.toString());
  }

  @Test
  void aTenantThatIsSuspendedMeanwhileIsRefused() {
    HttpResponse<String> answer =
        get(
            "/slow",
            () -> {
              NotesService.fleet().catalog().suspend(acme, "test");
              await()
                  .until(() -> service.get("/notes", HEADER, acme.toString()).statusCode() == 403);
            });
    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.body()).contains("\"code\":\"tenant-not-active\"");
    NotesService.fleet().catalog().activate(acme, "test");
    await().until(() -> get("/slow", () -> {}).statusCode() == 200);
  }

  @Test
  void aTenantThatIsErasedMeanwhileIsNotFound() {
    HttpResponse<String> answer =
        get(
            "/slow",
            () -> {
              erase(acme);
              await()
                  .until(() -> service.get("/notes", HEADER, acme.toString()).statusCode() == 404);
            });
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(404);
    assertThat(answer.body()).contains("\"code\":\"tenant-unknown\"");
    assertThat(get("/slow", () -> {}).body()).contains("\"code\":\"tenant-unknown\"");
  }

  /** Marks it as the last step of an erasure does. */
  private static void erase(TenantId tenant) {
    CatalogAddress catalog = NotesService.fleet().address();
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(catalog.jdbcUrl());
    source.setUser(catalog.user());
    source.setPassword(catalog.password());
    JdbcClient.create(source)
        .sql("UPDATE catalog.tenant SET status = 'erased' WHERE id = ?")
        .param(tenant.value())
        .update();
  }

  @Test
  void aTenantThatIsMovedMeanwhileIsFollowed() {
    service.post("/notes", "kept", HEADER, acme.toString(), "Content-Type", "text/plain");
    HttpResponse<String> answer = get("/slow", () -> Moves.moveAway(acme));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("1 1");
    assertThat(service.get("/actuator/croft/" + acme).body())
        .contains("\"isolation\":\"database\",\"server\":\"us-1\"");
  }

  @Test
  void whatIsAskedForATenantThatIsSuspendedBeforeIsRefused() {
    NotesService.fleet().catalog().suspend(globex, "test");
    HttpResponse<String> answer = service.get("/notes", HEADER, globex.toString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(403);
    assertThat(answer.body()).contains("\"code\":\"tenant-not-active\"");
  }

  @Test
  void anotherTenantCannotBeEnteredInside() {
    assertThat(get("/slow", () -> TenantScope.run(globex, () -> {})).statusCode()).isEqualTo(500);
  }

  @Test
  void aTransactionLendsItsConnectionToNoOtherScope() {
    JdbcClient jdbc = JdbcClient.create(service.context.getBean(DataSource.class));
    CapturedScope ofGlobex = TenantScope.call(globex, TenantScope::capture);
    CapturedScope ofNobody = TenantScope.capture();
    TransactionTemplate transaction =
        new TransactionTemplate(service.context.getBean(PlatformTransactionManager.class));
    TenantScope.run(
        acme,
        () ->
            transaction.executeWithoutResult(
                status -> {
                  assertThat(count(jdbc)).isZero();
                  // As a task does that an executor runs on the thread of who hands it over.
                  assertThatThrownBy(() -> ofGlobex.run(() -> count(jdbc)))
                      .hasStackTraceContaining("session-of-another-scope");
                  assertThatThrownBy(() -> ofNobody.run(() -> count(jdbc)))
                      .hasStackTraceContaining("no-tenant-in-scope");
                  assertThat(count(jdbc)).isZero();
                }));
  }

  private static long count(JdbcClient jdbc) {
    return jdbc.sql("SELECT count(*) FROM note").query(Long.class).single();
  }

  @Test
  void aTransactionThatBeganBeforeTheScopeIsRefusedInIt() {
    Notes notes = service.context.getBean(Notes.class);
    TransactionTemplate transaction =
        new TransactionTemplate(service.context.getBean(PlatformTransactionManager.class));
    assertThatThrownBy(
            () ->
                transaction.executeWithoutResult(
                    status -> TenantScope.run(acme, () -> notes.save(new Note("late")))))
        .hasStackTraceContaining("no tenant is bound");
  }
}
