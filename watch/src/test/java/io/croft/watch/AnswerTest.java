package io.croft.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.croft.catalog.ProbeOutcome;
import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import java.sql.SQLException;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class AnswerTest {

  private static Answer refusing(Answer.Forbidden attempt) {
    return Answer.refusing(Set.of("42501"), "it", attempt);
  }

  private static String fail(String state) throws SQLException {
    throw new SQLException("secret text", state);
  }

  @Test
  void holdsOnlyByTheStateThatBelongsToTheAttempt() {
    assertThat(refusing(() -> fail("42501"))).isEqualTo(Answer.held("it: 42501"));
    assertThat(refusing(() -> fail("57014")).outcome()).isEqualTo(ProbeOutcome.BLIND);
    assertThat(refusing(() -> "1 row")).isEqualTo(Answer.alarm("it: 1 row"));
  }

  @Test
  void keepsTheTextOfErrorsOut() {
    assertThat(refusing(() -> fail("57014")).evidence()).doesNotContain("secret");
    assertThat(Answer.of(() -> Answer.held(fail("XX000")))).isEqualTo(Answer.blind("XX000"));
    assertThat(
            Answer.of(
                () -> {
                  throw new CroftException(ErrorCode.SERVER_UNREACHABLE, "secret text", "-");
                }))
        .isEqualTo(Answer.blind("server-unreachable"));
  }

  @Test
  void theWorstAnswerCounts() {
    Answer held = Answer.held("a");
    Answer blind = Answer.blind("b");
    Answer alarm = Answer.alarm("c");
    assertThat(held.and(blind)).isEqualTo(Answer.blind("a; b"));
    assertThat(alarm.and(blind)).isEqualTo(Answer.alarm("c; b"));
    assertThat(blind.and(alarm).and(held)).isEqualTo(Answer.alarm("b; c; a"));
  }
}
