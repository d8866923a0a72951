package io.croft.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.croft.core.Isolation;
import io.croft.core.TenantId;
import io.croft.micrometer.CroftMeters;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What an operator sees of an application. */
final class ActuatorIT {

  private static NotesService service;

  private final TenantId acme = NotesService.tenant(Isolation.SCHEMA);

  @BeforeAll
  static void start() {
    service = NotesService.start("croft.web.header=X-Tenant", "croft.metrics.tenants=3");
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  private void use() {
    assertThat(service.get("/notes", "X-Tenant", acme.toString()).statusCode()).isEqualTo(200);
  }

  @Test
  void healthIsThatOfServersAndCatalogAndBorrowsNoConnection() {
    use();
    assertThat(service.get("/actuator/health").body())
        .contains(
            "\"db\":{\"details\":{\"catalog\":\"reachable\",\"servers\":{\"eu-1\":\"reachable\"}}")
        .contains("\"status\":\"UP\"");
  }

  @Test
  void theEndpointTellsWhereATenantIs() {
    use();
    assertThat(service.get("/actuator/croft").body()).contains("\"server\":\"eu-1\"");
    assertThat(service.get("/actuator/croft/" + acme).body())
        .isEqualTo(
            "{\"tenant\":\"%s\",\"isolation\":\"schema\",\"server\":\"eu-1\",\"epoch\":1}"
                .formatted(acme));
  }

  @Test
  void theEndpointSaysWhyItKnowsNoHome() {
    for (String name : List.of("acme", "1", "00000000-0000-0000-0000-00000000000g")) {
      assertRefused(service.get("/actuator/croft/" + name), 400, "tenant-id-invalid");
    }
    assertRefused(service.get("/actuator/croft/" + UUID.randomUUID()), 404, "tenant-unknown");
    TenantId asleep = NotesService.tenant(Isolation.POOL);
    NotesService.fleet().catalog().suspend(asleep, "test");
    assertRefused(service.get("/actuator/croft/" + asleep), 404, "tenant-not-active");
  }

  private static void assertRefused(HttpResponse<String> answer, int status, String code) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.body()).contains("\"code\":\"" + code + "\"").contains("\"detail\":");
  }

  @Test
  void metersAreBound() {
    use();
    service.context.getBean(CroftMeters.class).refresh();
    assertThat(service.get("/actuator/metrics/croft.tenant.transactions").body())
        .contains(acme.toString());
  }
}
