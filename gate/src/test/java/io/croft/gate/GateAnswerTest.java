package io.croft.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.croft.core.Isolation;
import io.croft.core.Placement;
import io.croft.core.TenantId;
import java.sql.SQLException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

class GateAnswerTest {

  private static final TenantId TENANT = TenantId.of("6f1c4f6e-0f0a-4d1c-9a52-0d6f5f0f1a2b");

  @Test
  void isFencedWhileTheLeaseRuns() {
    assertThat(answer("TN001", "lease running")).contains(new GateAnswer.Fenced(false));
    assertThat(answer("TN001", "lock held")).contains(new GateAnswer.Fenced(false));
    assertThat(answer("TN001", "preparing")).contains(new GateAnswer.Fenced(false));
  }

  @Test
  void tellsThatALeaseHasExpired() {
    assertThat(answer("TN001", "lease expired")).contains(new GateAnswer.Fenced(true));
  }

  @ParameterizedTest
  @EnumSource
  void namesThePlacementThatFollows(Isolation isolation) {
    Placement target = Placement.of(TENANT, isolation, "us-1", 12);
    assertThat(answer("TN002", MoveTarget.format(target)))
        .contains(new GateAnswer.Moved(Optional.of(target)));
  }

  @Test
  void keepsAnOddServerName() {
    Placement target = Placement.of(TENANT, Isolation.SCHEMA, "a#1@b", 3);
    assertThat(MoveTarget.parse(TENANT, MoveTarget.format(target))).contains(target);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "pool", "pool@eu-1", "pool@#1", "tent@eu-1#1", "pool@eu-1#x", "pool@eu-1#1 "})
  void namesNoPlacementWhereTheGateNamesNone(String detail) {
    assertThat(answer("TN002", detail)).contains(new GateAnswer.Moved(Optional.empty()));
  }

  @Test
  void namesNoPlacementForAnErrorWithoutDetail() {
    assertThat(GateAnswer.of(TENANT, new SQLException("moved", "TN002")))
        .contains(new GateAnswer.Moved(Optional.empty()));
    assertThat(GateAnswer.of(TENANT, new SQLException("fenced", "TN001")))
        .contains(new GateAnswer.Fenced(false));
  }

  @ParameterizedTest
  @ValueSource(strings = {"TN003", "TN004", "TN005", "TN006", "TN007", "TN008", "42501", "57P01"})
  void isEmptyForEverythingElse(String state) {
    assertThat(answer(state, "lease expired")).isEmpty();
    assertThat(GateAnswer.of(TENANT, new SQLException("no state"))).isEmpty();
  }

  private static Optional<GateAnswer> answer(String state, String detail) {
    String message = "SERROR\0C" + state + "\0Mrefused\0D" + detail + "\0\0";
    return GateAnswer.of(TENANT, new PSQLException(new ServerErrorMessage(message)));
  }
}
