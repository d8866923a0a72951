package io.croft.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import io.croft.gate.ApplicationSecret;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class OptionsTest {

  private static CroftDataSource.Builder builder() {
    return CroftDataSource.builder(new FakeCatalog(), ApplicationSecret.of(new byte[32]));
  }

  @Test
  void namesAllProblemsAtOnce() {
    assertThatThrownBy(
            () ->
                builder()
                    .fenceTimeout(Duration.ZERO)
                    .applicationName(" ")
                    .driverProperty("preferQueryMode", "simple")
                    .driverProperty("user", "postgres")
                    .driverProperty("options", "-c search_path=public")
                    .driverProperty("sslmod", "require")
                    .build())
        .isInstanceOfSatisfying(
            CroftException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFIGURATION_INVALID))
        .hasMessageContaining("fenceTimeout")
        .hasMessageContaining("applicationName")
        .hasMessageContaining("preferQueryMode=simple")
        .hasMessageContaining("driver property user belongs to Croft")
        .hasMessageContaining("driver property options belongs to Croft")
        .hasMessageContaining("driver property sslmod is unknown");
  }

  @Test
  void acceptsPropertiesOfTheDriver() {
    CroftDataSource data =
        builder()
            .driverProperty("sslmode", "disable")
            .driverProperty("preferQueryMode", "extended")
            .driverProperty("autosave", "conservative")
            .build();
    assertThat(data.getLoginTimeout()).isEqualTo(10);
    data.close();
  }

  @Test
  void refusesNamedStatementsBehindAPooler() {
    assertThatThrownBy(
            () ->
                builder()
                    .pooler(Pooler.TRANSACTION)
                    .driverProperty("prepareThreshold", "5")
                    .driverProperty("preferQueryMode", "extendedCacheEverything")
                    .build())
        .hasMessageContaining("prepareThreshold=5 would leave named statements")
        .hasMessageContaining("preferQueryMode=extendedCacheEverything would leave");
    builder().driverProperty("prepareThreshold", "5").build().close();
    builder()
        .pooler(Pooler.TRANSACTION)
        .driverProperty("prepareThreshold", "0")
        .driverProperty("preferQueryMode", "extendedForPrepared")
        .build()
        .close();
  }

  @Test
  void startsEverySessionWithThePathOfTheHome() {
    assertThat(StartupOptions.of("app"))
        .contains("-c search_path=app,\\ pg_temp")
        .contains("-c role=none")
        .contains("-c row_security=on")
        .contains("-c default_transaction_read_only=off")
        .contains("-c local_preload_libraries= ");
  }
}
