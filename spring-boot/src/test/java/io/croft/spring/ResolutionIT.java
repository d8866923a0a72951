package io.croft.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.croft.core.Isolation;
import io.croft.core.TenantId;
import java.net.http.HttpResponse;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is answered to requests that say who they are for, or do not, where anybody may. */
final class ResolutionIT {

  private static final String HEADER = "X-Tenant";

  private static NotesService service;

  private final TenantId acme = NotesService.tenant(Isolation.POOL);
  private final TenantId globex = NotesService.tenant(Isolation.SCHEMA);

  @BeforeAll
  static void start() {
    service =
        NotesService.start(
            "croft.web.header=" + HEADER,
            "croft.web.subdomain-of=notes.test",
            "croft.web.hosts[special.test]=${special}",
            "croft.web.path=/of/{tenant}/**",
            "special=" + NotesService.slug(NotesService.tenant(Isolation.DATABASE)));
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  private static void assertRefused(HttpResponse<String> answer, int status, String code) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type"))
        .hasValueSatisfying(type -> assertThat(type).startsWith("application/problem+json"));
    assertThat(answer.body())
        .contains("\"code\":\"" + code + "\"")
        .contains("\"status\":" + status);
  }

  @Test
  void noTenantIsNoDefaultTenant() {
    assertRefused(service.get("/notes"), 400, "tenant-missing");
  }

  @ParameterizedTest
  @CsvSource({
    "Acme, slug-invalid",
    "a, slug-invalid",
    "'acme\" OR 1=1', slug-invalid",
    "6f1c4f6e-0f0a-4d1c-9a52-zzzzzzzzzzzz, tenant-id-invalid"
  })
  void whatIsNoNameIsRefused(String name, String code) {
    assertRefused(service.get("/notes", HEADER, name), 400, code);
  }

  @ParameterizedTest
  @CsvSource({
    "nobody",
    "business-of-some-thirty-six-letters1",
    "00000000-0000-4000-8000-000000000000"
  })
  void anUnknownTenantIsNotFound(String name) {
    assertRefused(service.get("/notes", HEADER, name), 404, "tenant-unknown");
  }

  @Test
  void aTenantIsFoundByItsIdentityToo() {
    assertThat(service.get("/notes", HEADER, acme.toString()).statusCode()).isEqualTo(200);
  }

  @Test
  void twoNamesThatDifferAreRefused() {
    String a = NotesService.slug(acme);
    String b = NotesService.slug(globex);
    assertRefused(service.get("/notes", HEADER, a, HEADER, b), 400, "tenant-ambiguous");
    assertRefused(service.get("/notes", HEADER, a, HEADER, a), 400, "tenant-ambiguous");
    assertRefused(
        service.get("/notes", HEADER, a, "Host", b + ".notes.test"), 400, "tenant-ambiguous");
    assertThat(service.get("/notes", HEADER, a, "Host", a + ".notes.test").statusCode())
        .isEqualTo(200);
  }

  @Test
  void aSubdomainNamesATenant() {
    String a = NotesService.slug(acme);
    assertThat(service.get("/notes", "Host", a + ".notes.test:8080").statusCode()).isEqualTo(200);
    assertThat(
            service.get("/notes", "Host", a.toUpperCase(Locale.ROOT) + ".Notes.Test").statusCode())
        .isEqualTo(200);
    assertRefused(service.get("/notes", "Host", "x." + a + ".notes.test"), 400, "tenant-missing");
    assertRefused(service.get("/notes", "Host", "notes.test"), 400, "tenant-missing");
    assertRefused(service.get("/notes", "Host", a + ".notes.test.evil"), 400, "tenant-missing");
  }

  @Test
  void aHostOfItsOwnNamesATenant() {
    assertThat(service.get("/notes", "Host", "special.test").statusCode()).isEqualTo(200);
  }

  @Test
  void aPathNamesATenant() {
    assertThat(service.get("/of/" + NotesService.slug(acme) + "/notes").statusCode())
        .as("no such page of that tenant")
        .isEqualTo(404);
    assertRefused(service.get("/of/nobody/notes"), 404, "tenant-unknown");
  }

  @Test
  void aPathThatIsOfNoTenantNeedsNone() {
    assertThat(service.get("/actuator/health").statusCode()).isEqualTo(200);
  }
}
