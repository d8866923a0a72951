package io.croft.watch;

import io.croft.core.CroftException;
import io.croft.gate.Gate;
import io.croft.gate.GateStatus;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;

/** Compares the gate of one database with the one that this Croft ships. */
final class GateLook {

  private static final int NAMED = 5;

  private GateLook() {}

  static Answer look(Administrator administrator, String database) throws SQLException {
    try (Connection admin = administrator.open(database)) {
      return answer(GateStatus.read(admin));
    } catch (CroftException e) {
      return Answer.blind(e.code().code());
    }
  }

  private static Answer answer(GateStatus status) {
    if (!status.current()) {
      return Answer.blind(
          "version "
              + status.version().map(Object::toString).orElse("none")
              + ", expected "
              + Gate.VERSION);
    }
    List<GateStatus.Drift> drift = status.drift();
    if (drift.isEmpty()) {
      return Answer.held("version " + Gate.VERSION + ", as shipped");
    }
    String named =
        drift.stream()
            .limit(NAMED)
            .map(one -> one.object() + " is " + one.difference())
            .collect(Collectors.joining(", "));
    return Answer.alarm(
        drift.size() > NAMED ? named + " and " + (drift.size() - NAMED) + " more" : named);
  }
}
