package io.croft.move;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The model of a tenant's sequences: no number is given out twice, and no guard can be missed. */
class TenantSequencesModelIT {

  private static Model model(boolean pool) {
    Model own = Model.of("TenantSequences");
    return pool ? own.with("SharedTarget", true) : own;
  }

  @ParameterizedTest(name = "to the pool: {0}")
  @CsvSource({"false, 1000", "true, 15000"})
  void holdsThatNoNumberIsGivenTwice(boolean pool, long states) throws Exception {
    Bounds bounds = Bounds.asked();
    Model model = bounds.of(model(pool), Map.of("MaxDraws", 6, "MaxAttempts", 3));

    assertThat(bounds.tlc().check(model))
        .isInstanceOfSatisfying(
            Verdict.Held.class, held -> assertThat(held.distinct()).isGreaterThan(states));
  }

  @ParameterizedTest
  @ValueSource(strings = {"RevokesRight", "EndsOlder", "ReadsAfterSwitch", "RaisesFirst"})
  void givesANumberTwiceWithoutAGuard(String guard) throws Exception {
    assertThat(Tlc.quick().check(model(false).without(guard).asking("NoNumberTwice")))
        .isEqualTo(new Verdict.Violated("NoNumberTwice"));
  }

  @Test
  void givesTheFirstNumberTwiceWithoutAMargin() throws Exception {
    assertThat(Tlc.quick().check(model(false).with("Margin", 0)))
        .isEqualTo(new Verdict.Violated("NoNumberTwice"));
  }

  @Test
  void givesANeighboursNumberTwiceWhereASharedSequenceIsSet() throws Exception {
    assertThat(Tlc.quick().check(model(true).without("DrawsForward")))
        .isEqualTo(new Verdict.Violated("NoNumberTwice"));
  }

  @Test
  void drawsInBothHomes() throws Exception {
    assertThat(Tlc.quick().check(model(false).asking("NeverDrawnInBoth")))
        .isEqualTo(new Verdict.Violated("NeverDrawnInBoth"));
  }
}
