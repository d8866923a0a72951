package io.croft.catalog;

import static io.croft.catalog.Refused.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.croft.core.ErrorCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LimitsTest {

  @Test
  void aTenantsOwnBeatThoseOfItsPlan() {
    Limits plan = Limits.NONE.with("weight", "2").with("connections", "10").with("mode", "dry-run");
    Limits own = Limits.NONE.with("connections", "none").with("statement-ms", "500");

    Limits both = own.over(plan);

    assertThat(both.of(Limit.WEIGHT)).contains(2L);
    assertThat(both.of(Limit.CONNECTIONS)).isEmpty();
    assertThat(both.of(Limit.STATEMENT)).contains(500L);
    assertThat(both.of(Limit.IDLE)).isEmpty();
    assertThat(both.enforced()).isFalse();
    assertThat(own.with("mode", "enforced").over(plan).enforced()).isTrue();
    assertThat(own.enforced()).isTrue();
  }

  @Test
  void forgetsWhatIsNoLongerSaid() {
    Limits said = Limits.NONE.with("connections", "3").with("mode", "dry-run");

    assertThat(said.with("connections", null).with("mode", null)).isEqualTo(Limits.NONE);
  }

  @ParameterizedTest
  @CsvSource({
    "weight, none",
    "weight, 0",
    "connections, -1",
    "connections, 0",
    "statement-ms, 99",
    "connections, 2147483648",
    "requests-per-minute, many",
    "statement-ms, 1.5",
    "mode, sometimes",
    "colour, 3"
  })
  void refusesWhatIsNoLimit(String word, String value) {
    assertRefused(ErrorCode.CONFIGURATION_INVALID, () -> Limits.NONE.with(word, value));
  }

  @Test
  void readsWhatANewerCroftHasWritten() {
    assertThat(Limits.ofCatalog("{\"connections\": 3, \"colours\": 7}"))
        .isEqualTo(Limits.NONE.with("connections", "3"));
  }
}
