package io.croft.catalog;

import static io.croft.catalog.Refused.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.croft.core.ErrorCode;
import io.croft.core.Slug;
import io.croft.core.TenantId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NewThingsTest {

  private final NewServer server = NewServer.of("eu-1", "eu", "db", 5432, "postgres", "s3cret");

  @Test
  void hidesThePasswordOfAServer() {
    assertThat(server.toString()).isEqualTo("NewServer[eu-1 in eu at db:5432]");
  }

  @Test
  void refusesAServerWithoutRoomForAConnection() {
    assertRefused(ErrorCode.CONFIGURATION_INVALID, () -> server.withCapacity(10, 0))
        .hasMessageContaining("eu-1");
    assertRefused(ErrorCode.CONFIGURATION_INVALID, () -> server.withCapacity(-1, 10));
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 65_536})
  void refusesAPortThatIsNone(int port) {
    assertRefused(
        ErrorCode.CONFIGURATION_INVALID,
        () -> NewServer.of("eu-1", "eu", "db", port, "postgres", "s3cret"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "EU", "1eu", "eu_1", "eu 1", "eu\n"})
  void refusesNamesAndRegionsWithoutTheirShape(String word) {
    assertRefused(
        ErrorCode.CONFIGURATION_INVALID,
        () -> NewServer.of(word, "eu", "db", 5432, "postgres", "s3cret"));
    assertRefused(
        ErrorCode.REGION_INVALID,
        () -> NewServer.of("eu-1", word, "db", 5432, "postgres", "s3cret"));
    assertRefused(
        ErrorCode.REGION_INVALID,
        () -> new NewTenant(TenantId.random(), Slug.of("acme"), "Acme", "free", word));
  }

  @Test
  void refusesATenantWithoutAName() {
    assertRefused(
        ErrorCode.CONFIGURATION_INVALID, () -> NewTenant.of(Slug.of("acme"), " ", "free"));
  }
}
