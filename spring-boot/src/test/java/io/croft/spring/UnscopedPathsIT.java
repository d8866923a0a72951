package io.croft.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.croft.core.Isolation;
import io.croft.core.TenantScope;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.context.annotation.Bean;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ResponseBody;

/** What operators ask is of no tenant wherever it is asked; all else is of one. */
final class UnscopedPathsIT {

  private static final String HEADER = "croft.web.header=X-Tenant";

  /** Tells of which tenant it is asked. */
  @Endpoint(id = "whose")
  static class Whose {

    @ReadOperation
    String whose() {
      return TenantScope.current().map(Object::toString).orElse("nobody's");
    }

    @ReadOperation
    String below(@Selector String name) {
      return name + " " + whose();
    }
  }

  static class Endpoints {

    @Bean
    Whose whose() {
      return new Whose();
    }
  }

  /** Pages where one might look for those of operators. */
  @Controller
  static class Pages {

    @GetMapping({"/actuator/whose", "/whose", "/manage/own"})
    @ResponseBody
    String page() {
      return "a page of " + TenantScope.require();
    }
  }

  private static NotesService start(String... more) {
    String[] all = new String[more.length + 1];
    all[0] = HEADER;
    System.arraycopy(more, 0, all, 1, more.length);
    return NotesService.start(List.of(OpenDoors.class, Endpoints.class, Pages.class), all);
  }

  private static void assertMissing(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    assertThat(answer.body()).contains("\"code\":\"tenant-missing\"");
  }

  @ParameterizedTest
  @CsvSource({
    "management.endpoints.web.base-path=/manage, /manage, /whose",
    "server.servlet.context-path=/shop, /shop/actuator, /shop/notes",
    "spring.mvc.servlet.path=/api, /api/actuator, /api/notes",
    "management.endpoints.web.path-mapping.whose=of, /actuator, /notes"
  })
  void endpointsAreOfNoTenantWhereverTheyAre(String moved, String endpoints, String ofATenant) {
    try (NotesService service = start(moved)) {
      String whose = moved.contains("path-mapping") ? "/of" : "/whose";
      assertThat(service.get(endpoints + whose).body()).isEqualTo("nobody's");
      assertThat(service.get(endpoints + whose + "/x").body()).isEqualTo("x nobody's");
      assertThat(service.get(endpoints + "/health").statusCode()).isEqualTo(200);
      assertThat(service.get(endpoints).body()).contains("_links");
      assertMissing(service.get(ofATenant));
      assertMissing(service.get(endpoints + "/own"));
    }
  }

  @Test
  void endpointsOfAPortOfTheirOwnLeaveTheSamePathsToTheApplication() {
    try (NotesService service =
        start(
            "management.server.port=0",
            "management.server.address=127.0.0.1",
            "management.endpoint.health.probes.add-additional-paths=true")) {
      assertThat(service.management().get("/actuator/whose").body()).isEqualTo("nobody's");
      assertMissing(service.get("/actuator/whose"));
      assertThat(service.get("/livez").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void endpointsAtTheRootAreOfNoTenantAndAllBesideThemIsOfOne() {
    try (NotesService service = start("management.endpoints.web.base-path=/")) {
      assertThat(service.get("/health").statusCode()).isEqualTo(200);
      assertMissing(service.get("/notes"));
      assertMissing(service.get("/actuator/whose"));
    }
  }

  @Test
  void whatIsListedIsOfNoTenantBesideEndpoints() {
    try (NotesService service = start("croft.web.unscoped=/css/**")) {
      assertThat(service.get("/css/none.css").statusCode()).isEqualTo(404);
      assertThat(service.get("/actuator/whose").body()).isEqualTo("nobody's");
      assertMissing(service.get("/favicon.ico"));
    }
  }

  @Test
  void byItselfNothingElseIsOfNoTenant() {
    String acme = NotesService.slug(NotesService.tenant(Isolation.POOL));
    try (NotesService service = start()) {
      for (String path : List.of("/error", "/css/none.css", "/actuator/own", "/actuators", "/")) {
        assertMissing(service.get(path));
        assertThat(service.get(path, "X-Tenant", acme).statusCode()).isNotEqualTo(400);
      }
      assertThat(service.get("/favicon.ico").statusCode()).isEqualTo(404);
    }
  }
}
