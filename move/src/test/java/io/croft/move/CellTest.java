package io.croft.move;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class CellTest {

  @ParameterizedTest
  @EnumSource(Journey.class)
  void crossesStepsPlacesAndFaults(Journey journey) {
    List<Cell> all = Cell.all(journey);

    assertThat(all).hasSize(journey.tried().size() * 3 * 6);
    assertThat(new HashSet<>(all.stream().map(Cell::toString).toList())).hasSameSizeAs(all);
  }

  @ParameterizedTest
  @EnumSource(Journey.class)
  void samplesEachFaultOnceAndEachPlaceFromTheFirstStepToTheLast(Journey journey) {
    List<Cell> sample = Cell.sample(journey);
    List<MoveStep> tried = journey.tried();

    assertThat(sample.stream().map(Cell::fault)).containsExactly(Fault.values());
    assertThat(sample.stream().map(Cell::point)).contains(Failpoint.values());
    assertThat(sample.stream().map(Cell::step).distinct())
        .hasSize(Math.min(tried.size(), Fault.values().length))
        .startsWith(tried.get(0))
        .endsWith(tried.get(tried.size() - 1));
    assertThat(sample).isEqualTo(Cell.sample(journey));
  }

  @ParameterizedTest
  @EnumSource(
      value = Journey.class,
      names = {"FENCED_COPY", "STREAMED", "BACK"})
  void knowsTheCellsPastTheSwitch(Journey journey) {
    List<String> past =
        Cell.all(journey).stream()
            .filter(Cell::pastSwitch)
            .map(Cell::failpoint)
            .distinct()
            .toList();

    assertThat(past)
        .contains("switched.after", "switched.recorded", "fenced.recorded", "cleaned.before")
        .doesNotContain("switched.before", "fenced.after", "copied.recorded", "adopted.recorded");
    assertThat(Arrays.stream(Failpoint.values()).map(point -> point.name(MoveStep.OPENED)))
        .isSubsetOf(past);
  }

  @Test
  void placesTheStepsOfAWayBackBeforeAndAfterTheSwitch() {
    assertThat(Cell.all(Journey.AWAY))
        .allSatisfy(cell -> assertThat(cell.pastSwitch()).isEqualTo(cell.step() == MoveStep.KEPT));
    assertThat(Cell.all(Journey.HELD)).noneMatch(Cell::pastSwitch);
  }

  @Test
  void triesEveryStepOfEveryMove() {
    assertThat(Arrays.stream(Journey.values()).flatMap(journey -> journey.tried().stream()))
        .contains(MoveStep.values());
  }
}
