package io.croft.attack;

import static org.assertj.core.api.Assertions.assertThat;

import io.croft.core.Isolation;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The whole catalogue in all isolations, with every control: the proof that each attack bites. */
final class EmbeddedAttacksIT {

  private static AttackReport report = new AttackReport(List.of(), 0);

  @BeforeAll
  static void attack() {
    report = AttackSuite.embedded(AttackOptions.all());
  }

  @Test
  void letsNothingThrough() {
    assertThat(report.results())
        .filteredOn(r -> r.outcome() != Outcome.HELD && r.outcome() != Outcome.RESIDUAL)
        .isEmpty();
  }

  @Test
  void provesEachAttackByItsControl() {
    assertThat(report.results())
        .filteredOn(r -> !r.attack().residual() && r.control() != ControlOutcome.SUCCEEDS)
        .isEmpty();
  }

  @Test
  void demonstratesEveryResidualChannel() {
    assertThat(report.results())
        .filteredOn(r -> r.attack().residual())
        .isNotEmpty()
        .allMatch(r -> r.outcome() == Outcome.RESIDUAL);
  }

  @Test
  void triesEveryAttackInEveryIsolationThatItIsFor() {
    for (Isolation isolation : Isolation.values()) {
      assertThat(report.in(isolation))
          .extracting(AttackResult::attack)
          .containsExactlyElementsOf(
              Attacks.all().stream().filter(a -> a.isolations().contains(isolation)).toList());
    }
  }

  @Test
  void tellsNoSecret() {
    assertThat(report.results())
        .noneMatch(r -> (r.evidence() + r.controlEvidence()).matches(".*[0-9a-f]{64}.*"));
  }
}
