package io.croft.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.croft.core.CroftException;
import io.croft.core.TenantId;
import io.croft.core.TenantScope;
import io.croft.spring.client.EchoServer;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.restclient.RestTemplateBuilder;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.client.RestClient;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.annotation.HttpExchange;
import org.springframework.web.service.registry.ImportHttpServices;

/** What Spring Boot builds tells listed hosts the tenant, and nobody where none is listed. */
final class OutgoingIT {

  private static final EchoServer LISTED = new EchoServer();
  private static final EchoServer STRANGER = new EchoServer();

  private final TenantId acme = TenantId.random();

  /** Another service. */
  @HttpExchange
  interface Billing {

    @GetExchange("/told")
    String told();
  }

  /** Knows the other service. */
  @Configuration(proxyBeanMethods = false)
  @ImportHttpServices(group = "billing", types = Billing.class)
  static class Services {}

  @AfterAll
  static void stop() {
    LISTED.close();
    STRANGER.close();
  }

  private static NotesService start(String... more) {
    String[] all = new String[more.length + 2];
    all[0] = "croft.web.header=X-Tenant";
    all[1] = "spring.http.serviceclient.billing.base-url=http://" + LISTED.host();
    System.arraycopy(more, 0, all, 2, more.length);
    return NotesService.start(List.of(OpenDoors.class, Services.class), all);
  }

  private static List<String> told(NotesService service, String address) {
    RestClient client = service.context.getBean(RestClient.Builder.class).build();
    RestTemplateBuilder templates = service.context.getBean(RestTemplateBuilder.class);
    return List.of(
        Objects.requireNonNull(client.get().uri(address).retrieve().body(String.class)),
        Objects.requireNonNull(templates.build().getForObject(address, String.class)));
  }

  @Test
  void listedHostsAreTold() {
    try (NotesService service = start("croft.client.hosts=" + LISTED.host())) {
      Billing billing = service.context.getBean(Billing.class);
      TenantScope.run(
          acme,
          () -> {
            assertThat(told(service, LISTED.told())).containsOnly(acme.toString());
            assertThat(told(service, STRANGER.told())).containsOnly("nobody");
            assertThat(billing.told()).isEqualTo(acme.toString());
          });
      assertThatThrownBy(billing::told).isInstanceOf(CroftException.class);
    }
  }

  @Test
  void nobodyIsToldWhereNoneIsListed() {
    try (NotesService service = start()) {
      TenantScope.run(
          acme,
          () -> {
            assertThat(told(service, LISTED.told())).containsOnly("nobody");
            assertThat(service.context.getBean(Billing.class).told()).isEqualTo("nobody");
          });
    }
  }
}
