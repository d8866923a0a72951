package io.croft.move;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The model of the move: it holds every promise, and none of its guards can be missed. */
class TenantMoveModelIT {

  private static final String STREAMED = "streamed";
  private static final String FENCED_COPY = "fenced copy";

  private static Model model(String mode) {
    Model streamed = Model.of("TenantMove");
    return mode.equals(STREAMED) ? streamed : streamed.with("Streamed", false).with("MaxTries", 1);
  }

  @ParameterizedTest
  @CsvSource({STREAMED + ", 20000", FENCED_COPY + ", 6000"})
  void holdsEveryPromise(String mode, long states) throws Exception {
    Bounds bounds = Bounds.asked();
    Model model =
        bounds.of(model(mode), Map.of("Clients", "{c1, c2}", "MaxWrites", 2, "MaxAttempts", 3));

    assertThat(bounds.tlc().check(model))
        .isInstanceOfSatisfying(
            Verdict.Held.class, held -> assertThat(held.distinct()).isGreaterThan(states));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    STREAMED + ", LockWaits, EachWriteOnce",
    STREAMED + ", ReadsRowNow, EachWriteOnce",
    STREAMED + ", BarrierInFence, EachWriteOnce",
    STREAMED + ", CopiesSnapshot, EachWriteOnce",
    STREAMED + ", SkipsApplied, ReplicaIsPrefix",
    STREAMED + ", ProgressWithRows, ReplicaIsPrefix",
    STREAMED + ", ConfirmsDurable, ConfirmedIsDurable",
    STREAMED + ", WaitsDrained, EachWriteOnce",
    STREAMED + ", ComparesCatalog, ConfirmedIsDurable",
    STREAMED + ", ChecksToken, EachWriteOnce",
    STREAMED + ", BurnsToken, EachWriteOnce",
    STREAMED + ", TakesFirst, EachWriteOnce",
    STREAMED + ", ReturnsFromT0, ReplicaIsPrefix",
    STREAMED + ", WantsPass, OneOpenHome",
    STREAMED + ", BindsPass, OneOpenHome",
    FENCED_COPY + ", LockWaits, EachWriteOnce",
    FENCED_COPY + ", ReadsRowNow, EachWriteOnce",
    FENCED_COPY + ", WaitsDrained, EachWriteOnce",
    FENCED_COPY + ", ChecksToken, EachWriteOnce",
    FENCED_COPY + ", BurnsToken, EachWriteOnce",
    FENCED_COPY + ", TakesFirst, EachWriteOnce",
    FENCED_COPY + ", WantsPass, OneOpenHome",
    FENCED_COPY + ", BindsPass, OneOpenHome",
  })
  void failsWithoutAGuard(String mode, String guard, String promise) throws Exception {
    assertThat(Tlc.quick().check(model(mode).without(guard).asking(promise)))
        .isEqualTo(new Verdict.Violated(promise));
  }

  @Test
  void opensTwoHomesWhereTwoMovesMayDrawOneEpoch() throws Exception {
    Model model = model(FENCED_COPY).with("MaxAttempts", 3).without("ComparesCatalog");

    assertThat(Tlc.quick().check(model.asking("OneOpenHome")))
        .isEqualTo(new Verdict.Violated("OneOpenHome"));
  }

  @ParameterizedTest
  @ValueSource(strings = {STREAMED, FENCED_COPY})
  void movesThereAndBack(String mode) throws Exception {
    assertThat(Tlc.quick().check(model(mode).asking("NeverThereAndBack")))
        .isEqualTo(new Verdict.Violated("NeverThereAndBack"));
  }

  @ParameterizedTest
  @ValueSource(strings = {STREAMED, FENCED_COPY})
  void endsThePauseThoughEveryMoverDies(String mode) throws Exception {
    assertThat(Tlc.quick().check(model(mode).asking("TenantSpec", "PauseEnds")))
        .isInstanceOf(Verdict.Held.class);
  }

  @Test
  void doesNotEndThePauseWhereOnlyMoversOpen() throws Exception {
    Model model = model(STREAMED).asking("TenantSpec", "PauseEnds").without("RoutersOpen");

    assertThat(Tlc.quick().check(model)).isEqualTo(new Verdict.Violated("PauseEnds"));
  }

  @ParameterizedTest
  @ValueSource(strings = {STREAMED, FENCED_COPY})
  void endsEveryMoveThatAMoverGoesOnWith(String mode) throws Exception {
    assertThat(Tlc.quick().check(model(mode).asking("MoverSpec", "MoveEnds")))
        .isInstanceOf(Verdict.Held.class);
  }
}
