package io.croft.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

final class TimelineTest {

  private final Timeline timeline = new Timeline();

  @Test
  void findsTheLongestRequestThatOverlapsATime() {
    timeline.add(0, 900);
    timeline.add(1_000, 1_010);
    timeline.add(2_000, 2_300);
    timeline.add(3_000, 3_900);
    assertThat(timeline.longest(1_005, 2_000)).hasValue(new Timeline.Request(2_000, 2_300));
    assertThat(timeline.longest(901, 999)).isEmpty();
    assertThat(timeline.overlapping(900, 2_500)).isEqualTo(3);
  }

  @Test
  void tellsTheMedianOfAllRequests() {
    assertThat(timeline.median()).isZero();
    for (int i = 1; i <= 3_001; i++) {
      timeline.add(0, i);
    }
    assertThat(timeline.median()).isEqualTo(1_501);
    assertThat(timeline.size()).isEqualTo(3_001);
  }

  @Test
  void countsARequestWhereItWasMeantToBegin() {
    timeline.add(10, 5_000);
    timeline.add(20, 30);
    Histogram latencies = new Histogram(3);
    timeline.addTo(latencies, 15, 6_000);
    assertThat(latencies.getTotalCount()).isEqualTo(1);
  }
}
