package io.croft.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

final class RatioTest {

  @Test
  void comparesWithinEachRound() {
    Ratio ratio = Ratio.of(List.of(2.0, 30.0, 6.0), List.of(1.0, 10.0, 4.0));
    assertThat(ratio).isEqualTo(new Ratio(2.0, 1.5, 3.0));
  }

  @Test
  void theMedianOfAnEvenNumberLiesBetween() {
    assertThat(Ratio.median(List.of(4.0, 1.0, 2.0, 3.0))).isEqualTo(2.5);
  }

  @Test
  void refusesSeriesOfDifferentRounds() {
    assertThatThrownBy(() -> Ratio.of(List.of(1.0), List.of(1.0, 2.0)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
