package io.croft.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ZipfTest {

  @Test
  void theSecondComesHalfAsOftenAsTheFirst() {
    Zipf ranks = new Zipf(100, 1);
    int[] drawn = new int[100];
    for (int i = 0; i < 200_000; i++) {
      drawn[ranks.next()]++;
    }
    assertThat((double) drawn[0] / drawn[1]).isBetween(1.9, 2.1);
    assertThat((double) drawn[0] / drawn[9]).isBetween(9.0, 11.0);
    assertThat(drawn).doesNotContain(0);
  }
}
