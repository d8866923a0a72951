package io.croft.move;

import static org.assertj.core.api.Assertions.assertThat;

import io.croft.move.MoveProgress.Part;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class MoveProgressTest {

  @Test
  void isReadAsItWasWritten() {
    MoveProgress whole =
        new MoveProgress(
            MoveStep.VERIFIED,
            new Part(7, 9),
            new Part(700, 900),
            new Part(3, 9),
            Optional.of(Duration.ofMillis(12)),
            Optional.of(Duration.ofSeconds(90)),
            Optional.of(123_456L));
    MoveProgress bare =
        new MoveProgress(
            MoveStep.COPIED,
            new Part(0, 9),
            new Part(0, 900),
            new Part(0, 9),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    assertThat(MoveProgress.of(whole.toMap())).contains(whole);
    assertThat(MoveProgress.of(bare.toMap())).contains(bare);
    assertThat(MoveProgress.of(Map.of())).isEmpty();
    assertThat(MoveProgress.of(Map.of("step", "of a later version"))).isEmpty();
  }

  @Test
  void anEstimateThatWasTooLowGrowsWithWhatIsDone() {
    assertThat(new Part(12, 9)).isEqualTo(new Part(12, 12));
  }

  @Test
  void theTimeLeftComesFromTheRateOfTheLastHalfMinute() {
    Rate rate = new Rate();
    rate.see(0, 0);
    assertThat(rate.until(100)).as("one look is no rate").isEmpty();
    rate.see(0, TimeUnit.SECONDS.toNanos(1));
    assertThat(rate.until(100)).as("nothing grew").isEmpty();
    rate.see(10, TimeUnit.SECONDS.toNanos(2));
    assertThat(rate.until(100)).contains(Duration.ofSeconds(20));
    rate.see(10, TimeUnit.SECONDS.toNanos(100));
    rate.see(40, TimeUnit.SECONDS.toNanos(101));
    assertThat(rate.until(60))
        .as("the slow time before is forgotten")
        .contains(Duration.ofSeconds(2));
  }

  @Test
  void aMeterCountsEachStepAnewAndKnowsNoTimeLeftWhereThereIsNothingToCount() {
    ProgressMeter meter = new ProgressMeter();
    meter.expect(100, 1_000);
    meter.begin(MoveStep.COPIED);
    assertThat(meter.read().left()).isEmpty();
    meter.copied(40, 400);
    MoveProgress copying = meter.read();
    assertThat(copying.rows()).isEqualTo(new Part(40, 100));
    assertThat(copying.bytes()).isEqualTo(new Part(400, 1_000));
    assertThat(copying.left()).isPresent();
    meter.begin(MoveStep.CAUGHT_UP);
    meter.lags(Duration.ofMillis(3));
    assertThat(meter.read().left()).isEmpty();
    assertThat(meter.read().lag()).contains(Duration.ofMillis(3));
    meter.begin(MoveStep.COPIED);
    assertThat(meter.read().rows()).isEqualTo(new Part(0, 100));
    assertThat(meter.read().lag()).isEmpty();
  }
}
