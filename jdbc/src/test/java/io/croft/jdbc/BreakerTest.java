package io.croft.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class BreakerTest {

  private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);

  private final Breaker breaker = new Breaker();
  private final SQLException why = new SQLException("no", "28P01");
  private long now;

  private boolean fail() {
    breaker.attempt();
    return breaker.failed(why, now);
  }

  private void open() {
    fail();
    fail();
    fail();
  }

  @Test
  void opensAtTheThirdRefusalInARow() {
    assertThat(fail()).isFalse();
    assertThat(fail()).isFalse();
    breaker.succeeded();
    assertThat(fail()).isFalse();
    assertThat(fail()).isFalse();
    assertThat(breaker.permits(now)).isTrue();
    assertThat(fail()).isTrue();
    assertThat(breaker.permits(now)).isFalse();
    assertThat(breaker.reason(now) == why).isTrue();
  }

  @Test
  void letsOneTryAfterThePause() {
    open();
    now += 49 * MILLI;
    assertThat(breaker.permits(now)).isFalse();
    now += 51 * MILLI;
    assertThat(breaker.permits(now)).isTrue();
    breaker.attempt();
    assertThat(breaker.permits(now)).as("while one tries").isFalse();
    breaker.succeeded();
    assertThat(breaker.permits(now)).isTrue();
    assertThat(breaker.forgettable(now)).isTrue();
  }

  @Test
  void pausesTwiceAsLongEachTimeUpToFiveSeconds() {
    open();
    long expected = 100;
    for (int i = 0; i < 10; i++) {
      assertThat(breaker.leftMillis(now)).isBetween(expected / 2 - 1, expected);
      now += expected * MILLI;
      assertThat(fail()).isTrue();
      expected = Math.min(2 * expected, 5_000);
    }
    assertThat(expected).isEqualTo(5_000);
  }

  @Test
  void letsTheNextTryWhenATryTellsNothing() {
    open();
    now += 100 * MILLI;
    breaker.attempt();
    breaker.unclear();
    assertThat(breaker.permits(now)).isTrue();
  }

  @Test
  void remembersRefusalsForAMinute() {
    fail();
    now += 60_000 * MILLI;
    assertThat(breaker.forgettable(now)).isFalse();
    now += MILLI;
    assertThat(breaker.forgettable(now)).isTrue();
  }
}
