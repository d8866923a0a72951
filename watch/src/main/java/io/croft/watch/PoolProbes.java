package io.croft.watch;

import io.croft.catalog.ProbeResult;
import io.croft.core.Placement;
import io.croft.gate.PoolCanaries;
import java.sql.SQLException;
import java.util.List;
import java.util.regex.Pattern;

/** All probes of the pool of one server, between its two canaries. */
final class PoolProbes {

  private static final String NO_CONNECTION = "no connection: ";

  /** SQLSTATEs of connections that fail, of resources that run out, and of servers that end. */
  private static final Pattern UNREACHABLE = Pattern.compile(NO_CONNECTION + "(08|53|57P).*");

  private static final String OTHERS = "SELECT count(*) FROM croft_canary WHERE tenant_id <> ?";

  private final ProbeSessions sessions;
  private final Administrator administrator;
  private final Canary canary;
  private final GateLook gate;
  private final Placement own;
  private final Placement other;

  PoolProbes(
      ProbeSessions sessions,
      Administrator administrator,
      Canary canary,
      GateLook gate,
      String server) {
    this.sessions = sessions;
    this.administrator = administrator;
    this.canary = canary;
    this.gate = gate;
    List<Placement> canaries = PoolCanaries.of(server);
    this.own = canaries.get(0);
    this.other = canaries.get(1);
  }

  /** Returns whether these results say that the server does not answer. */
  static boolean unreachable(List<ProbeResult> results) {
    return results.size() == 1 && UNREACHABLE.matcher(results.get(0).evidence()).matches();
  }

  /**
   * Asks every probe; only the first when the pool cannot be reached.
   *
   * @param known whether the canaries were there before
   */
  List<ProbeResult> ask(Neighbours neighbours, boolean known) {
    Results results = new Results(own);
    try (ProbeSession session = sessions.open(own)) {
      results.ask(Probe.OWN_ROW, () -> ownRows(session, known));
      results.ask(Probe.FOREIGN_ROW, () -> foreignRow(session));
      results.ask(Probe.TABLES, () -> PoolTables.look(session, administrator, own));
      results.ask(Probe.FOREIGN_WRITE, () -> Forgeries.write(session, own, other));
      results.ask(Probe.NO_TENANT, () -> Forgeries.withoutTenant(session));
      results.ask(Probe.FORGED_REGISTER, () -> Forgeries.register(session, own, other));
      results.ask(Probe.FORGED_SEAL, () -> Forgeries.seal(session, other));
      results.ask(Probe.FOREIGN_SCHEMA, () -> Border.schemas(session, neighbours.schemas(own)));
      results.ask(
          Probe.FOREIGN_DATABASE,
          () -> Border.databases(session, sessions, own, neighbours.databases(own)));
      results.ask(Probe.GATE, () -> gate.look(own.server(), administrator, own.database()));
    } catch (SQLException e) {
      if (results.found().isEmpty()) {
        results.ask(Probe.OWN_ROW, () -> Answer.blind(NO_CONNECTION + Answer.state(e)));
      }
    }
    return results.found();
  }

  /** Both, because one without a row to be seen would prove nothing about the other. */
  private Answer ownRows(ProbeSession session, boolean known) throws SQLException {
    return canary.look(session, own, known).and(canary.look(session, other, known));
  }

  private Answer foreignRow(ProbeSession session) throws SQLException {
    if (!canary.isThere(session, other)) {
      return Answer.blind("the other canary has no row");
    }
    long rows = session.entered(own, c -> ProbeSession.number(c, OTHERS, own.tenant().value()));
    return rows == 0 ? Answer.held("0 rows") : Answer.alarm(Answer.rows(rows) + " of others");
  }
}
