package io.croft.spring.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import io.croft.core.TenantId;
import io.croft.core.TenantScope;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.StreamingHttpOutputMessage;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.web.client.RestClient;

/** Each kind of client tells listed hosts the tenant, and nobody else, wherever it is sent. */
@ParameterizedClass
@MethodSource("kinds")
final class TellingRequestFactoryIT {

  private static final EchoServer LISTED = new EchoServer();
  private static final EchoServer STRANGER = new EchoServer();

  private final TenantId acme = TenantId.random();
  private final ClientHttpRequestFactoryBuilder<?> kind;

  TellingRequestFactoryIT(ClientHttpRequestFactoryBuilder<?> kind) {
    this.kind = kind;
  }

  static Stream<ClientHttpRequestFactoryBuilder<?>> kinds() {
    return Stream.of(
        ClientHttpRequestFactoryBuilder.jdk(), ClientHttpRequestFactoryBuilder.simple());
  }

  @AfterAll
  static void stop() {
    LISTED.close();
    STRANGER.close();
  }

  private RestClient client(boolean required) {
    ToldTenant told =
        new ToldTenant(
            new CroftClientProperties(
                List.of(LISTED.host()), CroftClientProperties.HEADER, required));
    return RestClient.builder().requestFactory(new TellingRequestFactory(told, kind, null)).build();
  }

  private String get(String address) {
    return TenantScope.call(
        acme,
        () -> client(true).get().uri(address).exchange((request, answer) -> text(answer), true));
  }

  private static String text(ClientHttpResponse answer) throws IOException {
    HttpStatusCode status = answer.getStatusCode();
    return status.value()
        + " "
        + new String(answer.getBody().readAllBytes(), StandardCharsets.UTF_8);
  }

  @Test
  void listedHostsAreToldAndOthersAreNot() {
    assertThat(get(LISTED.told())).isEqualTo("200 " + acme);
    assertThat(get(STRANGER.told())).isEqualTo("200 nobody");
  }

  @Test
  void aRedirectTakesNoTenantAnywhere() {
    assertThat(get(LISTED.awayTo(STRANGER.told()))).isEqualTo("302 " + acme);
    assertThat(get(STRANGER.awayTo(LISTED.told()))).isEqualTo("200 nobody");
  }

  @Test
  void aRequestThatIsForNoTenantIsRefusedOrNamesNone() {
    assertThatThrownBy(() -> client(true).get().uri(LISTED.told()).retrieve().toBodilessEntity())
        .isInstanceOfSatisfying(
            CroftException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.NO_TENANT_IN_SCOPE));
    assertThat(client(false).get().uri(LISTED.told()).retrieve().body(String.class))
        .isEqualTo("nobody");
    assertThat(client(true).get().uri(STRANGER.told()).retrieve().body(String.class))
        .isEqualTo("nobody");
  }

  private String getAs(String written) {
    return TenantScope.call(
        acme,
        () ->
            client(true)
                .get()
                .uri(LISTED.told())
                .header(CroftClientProperties.HEADER, written)
                .exchange((request, answer) -> text(answer), true));
  }

  @Test
  void anotherTenantCannotBeWrittenInside() {
    assertThatThrownBy(() -> getAs(TenantId.random().toString()))
        .isInstanceOfSatisfying(
            CroftException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.TENANT_ALREADY_IN_SCOPE));
    assertThat(getAs(acme.toString())).isEqualTo("200 " + acme);
  }

  @Test
  void bodiesArePassedOn() {
    StreamingHttpOutputMessage.Body body = out -> out.write(new byte[100_000]);
    assertThat(
            TenantScope.<String, RuntimeException>call(
                acme,
                () ->
                    client(true)
                        .post()
                        .uri(LISTED.told())
                        .body(body::writeTo)
                        .exchange((request, answer) -> text(answer), true)))
        .isEqualTo("200 " + acme);
  }
}
