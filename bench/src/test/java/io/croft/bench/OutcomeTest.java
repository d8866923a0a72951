package io.croft.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class OutcomeTest {

  private static final Ratio MEASURED = Ratio.plain(List.of(1.0, 3.0, 2.0));

  @Test
  void theMedianDecidesOnWhichSideOfTheLimitItIs() {
    assertThat(Outcome.atMost(2, "", "goal", "-", MEASURED).met()).isTrue();
    assertThat(Outcome.atMost(1.9, "", "goal", "-", MEASURED).met()).isFalse();
    assertThat(Outcome.atLeast(2, "", "goal", "-", MEASURED).met()).isTrue();
    assertThat(Outcome.atLeast(2.1, "", "goal", "-", MEASURED).met()).isFalse();
  }
}
