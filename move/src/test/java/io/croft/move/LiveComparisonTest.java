package io.croft.move;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class LiveComparisonTest {

  @Test
  void aSnapshotShowsWhatEndedBeforeIt() {
    assertThat(LiveComparison.sees("100:105:", List.of(99, 100, 104))).isTrue();
    assertThat(LiveComparison.sees("100:105:", List.of())).isTrue();
  }

  @Test
  void aSnapshotDoesNotShowWhatIsStillRunningOrBeganLater() {
    assertThat(LiveComparison.sees("100:105:100,103", List.of(103))).isFalse();
    assertThat(LiveComparison.sees("100:105:", List.of(105))).isFalse();
    assertThat(LiveComparison.sees("100:105:", List.of(104, 200))).isFalse();
  }

  @Test
  void numbersOfTransactionsWrapAround() {
    // Of the stream only the lower 32 bits are known: here those of 2^32 - 1 and 2^32 + 3.
    assertThat(LiveComparison.sees("4294967290:4294967300:", List.of(-1, 3))).isTrue();
    assertThat(LiveComparison.sees("4294967290:4294967300:4294967295", List.of(-1))).isFalse();
    assertThat(LiveComparison.sees("4294967290:4294967300:", List.of(4))).isFalse();
  }
}
