package io.croft.watch;

import io.croft.catalog.ProbeResult;
import io.croft.core.Isolation;
import io.croft.core.Placement;
import java.sql.SQLException;
import java.util.List;

/** All probes of one schema or database home, with its own login. */
final class HomeProbes {

  private final ProbeSessions sessions;
  private final Administrator administrator;
  private final Canary canary;
  private final GateLook gate;

  HomeProbes(ProbeSessions sessions, Administrator administrator, Canary canary, GateLook gate) {
    this.sessions = sessions;
    this.administrator = administrator;
    this.canary = canary;
    this.gate = gate;
  }

  /**
   * Asks every probe that applies; only the first when the home cannot be reached.
   *
   * @param known whether the canary was there before
   */
  List<ProbeResult> ask(Placement home, Neighbours neighbours, boolean known) {
    Results results = new Results(home);
    try (ProbeSession session = sessions.open(home)) {
      results.ask(Probe.OWN_ROW, () -> canary.look(session, home, known));
      if (home.isolation() == Isolation.SCHEMA) {
        results.ask(Probe.FOREIGN_SCHEMA, () -> Border.schemas(session, neighbours.schemas(home)));
      }
      results.ask(
          Probe.FOREIGN_DATABASE,
          () -> Border.databases(session, sessions, home, neighbours.databases(home)));
      if (home.isolation() == Isolation.DATABASE) {
        results.ask(Probe.GATE, () -> gate.look(home.server(), administrator, home.database()));
      }
    } catch (SQLException e) {
      if (results.found().isEmpty()) {
        results.ask(Probe.OWN_ROW, () -> Answer.blind("no connection: " + Answer.state(e)));
      }
    }
    return results.found();
  }
}
