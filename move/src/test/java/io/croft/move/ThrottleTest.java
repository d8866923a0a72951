package io.croft.move;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ThrottleTest {

  private static final long USUAL = TimeUnit.MILLISECONDS.toNanos(2);
  private static final long LATE = TimeUnit.MILLISECONDS.toNanos(30);

  @Test
  void pausesLongerAndLongerWhileCommitsAreLateButNeverOverASecond() {
    long pause = 0;
    for (int i = 0; i < 20; i++) {
      long next = Throttle.next(pause, LATE, USUAL);
      assertThat(next).isGreaterThanOrEqualTo(pause).isPositive();
      pause = next;
    }
    assertThat(pause).isEqualTo(TimeUnit.SECONDS.toNanos(1));
  }

  @Test
  void comesBackToNoPauseWhenCommitsAreAsUsual() {
    long pause = TimeUnit.SECONDS.toNanos(1);
    for (int i = 0; i < 10; i++) {
      pause = Throttle.next(pause, USUAL, USUAL);
    }
    assertThat(pause).isZero();
  }
}
