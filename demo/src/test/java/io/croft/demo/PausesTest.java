package io.croft.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class PausesTest {

  private static Timings thread(long... dueAndDone) {
    Timings timings = new Timings();
    for (int i = 0; i < dueAndDone.length; i += 2) {
      timings.add(dueAndDone[i], dueAndDone[i + 1]);
    }
    return timings;
  }

  @Test
  void isTheLongestOverlappingRequestLessTheMedian() {
    Timings thread = thread(0, 10, 100, 110, 200, 290, 250, 300, 400, 410, 500, 900);
    assertThat(Pauses.perThread(List.of(thread), 210, 280, 0, 1_000)).containsExactly(80L);
  }

  @Test
  void countsARequestThatWasDueBeforeTheFenceButCouldNotBeSent() {
    // due at 150, kept waiting by the one before it: done after the fence opened
    Timings thread = thread(0, 10, 20, 30, 100, 260, 150, 270, 300, 310);
    assertThat(Pauses.perThread(List.of(thread), 200, 250, 0, 1_000)).containsExactly(150L);
  }

  @Test
  void leavesOutAThreadWithoutARequestOverTheFence() {
    Timings idle = thread(0, 10, 500, 510);
    Timings met = thread(0, 10, 190, 260);
    assertThat(Pauses.perThread(List.of(idle, met), 200, 250, 0, 1_000)).hasSize(1);
  }

  @Test
  void takesTheMedianOverTheGivenTimeOnly() {
    Timings thread = thread(0, 50, 100, 150, 2_000, 2_001, 2_100, 2_160, 2_200, 2_201);
    assertThat(Pauses.perThread(List.of(thread), 2_110, 2_120, 1_900, 3_000)).containsExactly(59L);
  }

  @Test
  void givesQuantilesByTheNearestRank() {
    long[] values = {1, 2, 3, 4};
    assertThat(Quantiles.of(values, 0.5)).isEqualTo(2);
    assertThat(Quantiles.of(values, 0.99)).isEqualTo(4);
    assertThat(Quantiles.of(values, 1)).isEqualTo(4);
    assertThat(Quantiles.of(values, 0)).isEqualTo(1);
    assertThat(Quantiles.of(List.of(9L, 3L), 0.5)).isEqualTo(3);
    assertThatThrownBy(() -> Quantiles.of(new long[0], 0.5))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
