package io.croft.move;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The model of transactions that read before they write: none is refused in the middle, none reads
 * what is old.
 */
class TenantReadsModelIT {

  private static final Model MODEL = Model.of("TenantReads");

  @Test
  void holdsThatReadersAreNeitherRefusedNorStale() throws Exception {
    Bounds bounds = Bounds.asked();
    Model model = bounds.of(MODEL, Map.of("MaxWrites", 5, "MaxAttempts", 4));

    assertThat(bounds.tlc().check(model))
        .isInstanceOfSatisfying(
            Verdict.Held.class, held -> assertThat(held.distinct()).isGreaterThan(2_500));
  }

  @ParameterizedTest
  @CsvSource({
    "JoinsReads, NoErrorInside",
    "RevokesRight, NoStaleRead",
    "EndsOlder, NoStaleRead",
  })
  void failsWithoutAGuard(String guard, String promise) throws Exception {
    assertThat(Tlc.quick().check(MODEL.without(guard).asking(promise)))
        .isEqualTo(new Verdict.Violated(promise));
  }

  @Test
  void readsInBothHomes() throws Exception {
    assertThat(Tlc.quick().check(MODEL.asking("NeverReadInBoth")))
        .isEqualTo(new Verdict.Violated("NeverReadInBoth"));
  }
}
