package io.croft.move;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class CellTest {

  @ParameterizedTest
  @EnumSource(MoveMode.class)
  void crossesStepsPlacesAndFaults(MoveMode mode) {
    List<Cell> all = Cell.all(mode);

    assertThat(all).hasSize(mode.steps().size() * 3 * 6);
    assertThat(new HashSet<>(all.stream().map(Cell::toString).toList())).hasSameSizeAs(all);
  }

  @ParameterizedTest
  @EnumSource(MoveMode.class)
  void samplesEachStepAndPlaceAndFault(MoveMode mode) {
    List<Cell> sample = Cell.sample(mode);

    assertThat(sample.stream().map(Cell::step).distinct().toList()).isEqualTo(mode.steps());
    assertThat(sample.stream().map(Cell::fault)).contains(Fault.values());
    assertThat(sample.stream().map(Cell::point)).contains(Failpoint.values());
    assertThat(sample).hasSizeLessThanOrEqualTo(2 * mode.steps().size());
    assertThat(sample).isEqualTo(Cell.sample(mode));
  }

  @ParameterizedTest
  @EnumSource(MoveMode.class)
  void knowsTheCellsPastTheSwitch(MoveMode mode) {
    List<String> past =
        Cell.all(mode).stream().filter(Cell::pastSwitch).map(Cell::failpoint).distinct().toList();

    assertThat(past)
        .contains("switched.after", "switched.recorded", "fenced.recorded", "cleaned.before")
        .doesNotContain("switched.before", "fenced.after", "copied.recorded", "prepared.recorded");
    assertThat(Arrays.stream(Failpoint.values()).map(point -> point.name(MoveStep.OPENED)))
        .isSubsetOf(past);
  }
}
