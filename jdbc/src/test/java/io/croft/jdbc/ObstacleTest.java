package io.croft.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.croft.core.TenantId;
import io.croft.gate.GateAnswer;
import io.croft.jdbc.Obstacle.Stage;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class ObstacleTest {

  private static Obstacle of(String state, Stage stage) {
    return Obstacle.of(TenantId.random(), new SQLException("x", state), stage);
  }

  @ParameterizedTest
  @EnumSource(Stage.class)
  void theGatesAnswerCountsAtEveryStage(Stage stage) {
    assertThat(of("TN001", stage)).isEqualTo(new Obstacle.Answered(new GateAnswer.Fenced(false)));
    assertThat(of("TN002", stage)).isInstanceOf(Obstacle.Answered.class);
  }

  @ParameterizedTest
  @CsvSource({
    "CONNECTING, 08001, AskCatalog",
    "CONNECTING, 28P01, AskCatalog",
    "CONNECTING, 3D000, AskCatalog",
    "CONNECTING, 53300, None",
    "ENTERING, TN003, Spoiled",
    "ENTERING, TN005, Spoiled",
    "ENTERING, 08006, Spoiled",
    "ENTERING, 57P01, Spoiled",
    "ENTERING, 40001, Spoiled",
    "ENTERING, 57014, Spoiled",
    "ENTERING, 42501, AskGate",
    "ENTERING, 42704, AskGate",
    "ENTERING, TN004, None",
    "STATEMENT, 42501, AskGate",
    "STATEMENT, 42P01, AskGate",
    "STATEMENT, 3F000, AskGate",
    "STATEMENT, 57P01, AskGate",
    "STATEMENT, 08006, None",
    "STATEMENT, 40001, None",
    "STATEMENT, 23505, None",
    "STATEMENT, TN007, None"
  })
  void otherErrorsMeanWhatTheirStageSays(Stage stage, String state, String expected) {
    assertThat(of(state, stage).getClass().getSimpleName()).isEqualTo(expected);
  }

  @Test
  void anErrorWithoutAStateIsTheApplications() {
    assertThat(Obstacle.of(TenantId.random(), new SQLException("x"), Stage.STATEMENT))
        .isEqualTo(new Obstacle.None());
  }
}
