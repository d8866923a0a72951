package io.croft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.croft.attack.Attack;
import io.croft.attack.AttackReport;
import io.croft.attack.AttackResult;
import io.croft.attack.Attacks;
import io.croft.attack.ControlOutcome;
import io.croft.attack.Outcome;
import io.croft.core.Isolation;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class AttackSummaryTest {

  private static AttackResult result(Outcome outcome, ControlOutcome control) {
    Attack attack = Attacks.named(Set.of("missing-where")).get(0);
    return new AttackResult(
        attack, Isolation.POOL, "eu-1", outcome, "3 reached", control, "nothing reached", 12.34);
  }

  private static AttackSummary summary(Outcome outcome, ControlOutcome control) {
    return AttackSummary.of(new AttackReport(List.of(result(outcome, control)), 1234));
  }

  @Test
  void tellsWhatGotThrough() {
    AttackSummary summary = summary(Outcome.THROUGH, ControlOutcome.SUCCEEDS);
    assertThat(summary.status()).isEqualTo("findings");
    assertThat(summary.text())
        .contains("FINDING: missing-where in a pool of eu-1: through: 3 reached")
        .endsWith("1 attacks in 1.2 s: 1 got through");
  }

  @Test
  void tellsAnAttackThatProvesNothing() {
    AttackSummary summary = summary(Outcome.HELD, ControlOutcome.FAILS);
    assertThat(summary.status()).isEqualTo("findings");
    assertThat(summary.text()).contains("its control policy-dropped fails: nothing reached");
  }

  @Test
  void findsThatNothingWasTried() {
    AttackSummary summary = summary(Outcome.NOT_RUN_HERE, ControlOutcome.NOT_RUN_HERE);
    assertThat(summary.text()).contains("FINDING: no attack could be run here");
    assertThat(summary(Outcome.HELD, ControlOutcome.SUCCEEDS).status()).isEqualTo("clean");
  }

  @Test
  void spellsOutcomesAsWords() {
    String json = Json.page(summary(Outcome.NOT_RUN_HERE, ControlOutcome.NOT_RUN_HERE));
    assertThat(json)
        .contains("\"status\" : \"findings\"")
        .contains("\"id\" : \"missing-where\"")
        .contains("\"isolation\" : \"pool\"")
        .contains("\"outcome\" : \"not-run-here\"")
        .contains("\"control\" : \"not-run-here\"")
        .contains("\"controlId\" : \"policy-dropped\"");
  }
}
