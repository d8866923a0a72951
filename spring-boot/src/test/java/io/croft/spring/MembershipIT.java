package io.croft.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.croft.core.Isolation;
import io.croft.core.TenantId;
import io.croft.jdbc.CroftDataSource;
import io.croft.spring.web.TenantMembership;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;

/** Who shows a token uses the tenants that it names, and no other. */
final class MembershipIT {

  private static final String HEADER = "X-Tenant";
  private static final String TOKEN = "Authorization";

  private static NotesService service;

  private final TenantId acme = NotesService.tenant(Isolation.POOL);
  private final TenantId globex = NotesService.tenant(Isolation.SCHEMA);
  private final String a = NotesService.slug(acme);
  private final String b = NotesService.slug(globex);

  /** Knows that somebody was expelled. */
  static class Expelled {

    @Bean
    TenantMembership membership() {
      return (request, tenant) -> request.headers("X-Expelled").isEmpty();
    }
  }

  @BeforeAll
  static void start() {
    service =
        NotesService.start(
            List.of(Tokens.class, Expelled.class),
            "croft.web.header=" + HEADER,
            "croft.web.claim=tenants");
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  private static String of(Object tenants) {
    return Tokens.bearer(Map.of("tenants", tenants));
  }

  private static void assertCode(HttpResponse<String> answer, int status, String code) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.body()).contains("\"code\":\"" + code + "\"");
  }

  private static long checkouts() {
    return service.context.getBean(CroftDataSource.class).snapshot(0).total().checkouts();
  }

  @Test
  void aClaimNamesTheTenant() {
    assertThat(service.get("/notes", TOKEN, of(a)).statusCode()).isEqualTo(200);
    assertThat(service.get("/notes", TOKEN, of(a), HEADER, a).statusCode()).isEqualTo(200);
    assertThat(service.get("/notes", TOKEN, of(a), HEADER, acme.toString()).statusCode())
        .isEqualTo(200);
    assertThat(service.get("/notes", TOKEN, of(acme.toString()), HEADER, a).statusCode())
        .isEqualTo(200);
  }

  @Test
  void aHeaderNeverOutranksAClaim() {
    long before = checkouts();
    assertCode(service.get("/notes", TOKEN, of(a), HEADER, b), 403, "tenant-forbidden");
    assertCode(
        service.get("/notes", TOKEN, of(a), HEADER, globex.toString()), 403, "tenant-forbidden");
    assertThat(checkouts()).isEqualTo(before);
  }

  @Test
  void whatIsNotTheCallersIsRefusedAlikeWhetherItExistsOrNot() {
    assertThat(service.get("/notes", TOKEN, of(a), HEADER, "nobody").body())
        .isEqualTo(service.get("/notes", TOKEN, of(a), HEADER, b).body());
  }

  @Test
  void aCallerOfSeveralTenantsSaysWhich() {
    String both = of(List.of(a, b));
    assertCode(service.get("/notes", TOKEN, both), 400, "tenant-missing");
    assertThat(service.get("/notes", TOKEN, both, HEADER, b).statusCode()).isEqualTo(200);
  }

  @Test
  void aTokenThatNamesNoTenantIsHeldToNone() {
    assertCode(
        service.get("/notes", TOKEN, Tokens.bearer(Map.of()), HEADER, a), 403, "tenant-forbidden");
    assertCode(service.get("/notes", TOKEN, of(List.of()), HEADER, a), 403, "tenant-forbidden");
  }

  @Test
  void aTokenThatIsNotGenuineIsNone() {
    String forged =
        Tokens.bearer(
            Map.of("tenants", a), Tokens.key("another key, of somebody who would like to be in"));
    assertThat(service.get("/notes", TOKEN, forged).statusCode()).isEqualTo(401);
  }

  @Test
  void noTokenIsNotEnough() {
    assertCode(service.get("/notes", HEADER, a), 401, "caller-unknown");
  }

  @Test
  void theApplicationMayKnowBetter() {
    long before = checkouts();
    assertCode(service.get("/notes", TOKEN, of(a), "X-Expelled", "yes"), 403, "tenant-forbidden");
    assertThat(checkouts()).isEqualTo(before);
  }
}
