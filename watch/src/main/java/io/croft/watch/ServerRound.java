package io.croft.watch;

import io.croft.catalog.ControlCatalog;
import io.croft.catalog.ProbeChange;
import io.croft.catalog.ProbeOutcome;
import io.croft.catalog.ProbeResult;
import io.croft.catalog.WatchRound;
import io.croft.catalog.WatchedHomes;
import io.croft.core.Isolation;
import io.croft.core.Placement;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** One round over one server: its pool, and the homes whose turn it is. */
final class ServerRound {

  private final ControlCatalog catalog;
  private final WatchSettings settings;
  private final ProbeSessions sessions;
  private final Canary canary;
  private final GateLook gate;
  private final Alerts alerts;
  private final BooleanSupplier stopped;

  private final List<ProbeResult> results = new ArrayList<>();
  private WatchRound round;

  ServerRound(
      ControlCatalog catalog,
      WatchSettings settings,
      ProbeSessions sessions,
      Canary canary,
      GateLook gate,
      Alerts alerts,
      BooleanSupplier stopped,
      WatchRound round) {
    this.catalog = catalog;
    this.settings = settings;
    this.sessions = sessions;
    this.canary = canary;
    this.gate = gate;
    this.alerts = alerts;
    this.stopped = stopped;
    this.round = round;
  }

  /** Makes the round; ends it in the catalog also when it fails or is stopped. */
  RoundReport make() {
    boolean complete = false;
    try {
      complete = askAll();
      if (complete) {
        catalog.proof().tidy(round, settings.retention());
      }
    } finally {
      round = catalog.proof().end(round, complete);
    }
    return new RoundReport(round.server(), Optional.of(round), results);
  }

  private boolean askAll() {
    String server = round.server();
    WatchedHomes turn = catalog.proof().next(server, settings.homesPerRound());
    round = round.withHomes(turn.homes(), 0, turn.withinRounds());
    Neighbours neighbours = Neighbours.of(catalog, server, turn.next());
    Administrator administrator = database -> patient(catalog.admin(server, database));
    boolean known = catalog.proof().everHeld(server, Probe.OWN_ROW.id());
    List<ProbeResult> pool =
        new PoolProbes(sessions, administrator, canary, gate, server).ask(neighbours, known);
    keep(pool);
    if (PoolProbes.unreachable(pool)) {
      // Asking each of its homes would only take longer to say so.
      return true;
    }
    HomeProbes probes = new HomeProbes(sessions, administrator, canary, gate);
    List<Placement> again = new ArrayList<>();
    for (Placement home : turn.next()) {
      if (stopped.getAsBoolean()) {
        return false;
      }
      if (!ask(probes, home, neighbours, false)) {
        again.add(home);
      }
    }
    // A move may have held a home fenced for a moment.
    for (Placement home : again) {
      if (stopped.getAsBoolean()) {
        return false;
      }
      ask(probes, home, neighbours, true);
    }
    return true;
  }

  /** A server that hangs, or somebody who holds the gate, must not hold up the watch. */
  private Connection patient(Connection admin) throws SQLException {
    long millis = settings.patience().toMillis();
    try (Statement statement = admin.createStatement()) {
      admin.setNetworkTimeout(Runnable::run, Math.toIntExact(2 * millis + 1_000));
      statement.execute("SET statement_timeout = " + millis);
      return admin;
    } catch (SQLException e) {
      admin.close();
      throw e;
    }
  }

  /** Returns false when nothing was kept because it may be otherwise in a moment. */
  private boolean ask(HomeProbes probes, Placement home, Neighbours neighbours, boolean again) {
    Optional<Placement> now = again ? catalog.placement(home.tenant()) : Optional.of(home);
    if (now.filter(place -> isWatched(place, home.server())).isEmpty()) {
      return true;
    }
    Placement place = now.get();
    boolean known = catalog.proof().everHeld(place.tenant(), Probe.OWN_ROW.id());
    List<ProbeResult> found = probes.ask(place, neighbours, known);
    boolean doubtful =
        Results.contain(found, ProbeOutcome.BLIND) && !Results.contain(found, ProbeOutcome.ALARM);
    if (doubtful && !again && !missing(found)) {
      return false;
    }
    if (doubtful && !catalog.placement(place.tenant()).equals(now)) {
      return true;
    }
    keep(found);
    round = round.withHomes(round.homes(), round.probed() + 1, round.withinRounds());
    return true;
  }

  /** A row that was gone has been planted anew: a second look would find it. */
  private static boolean missing(List<ProbeResult> found) {
    return found.get(0).evidence().equals(Canary.GONE.evidence());
  }

  private static boolean isWatched(Placement place, String server) {
    return place.isolation() != Isolation.POOL && place.server().equals(server);
  }

  private void keep(List<ProbeResult> found) {
    List<ProbeChange> changes = catalog.proof().record(round, settings.lease(), found);
    for (ProbeResult result : found) {
      results.add(result);
      round = round.with(result.outcome());
      alerts.asked(result);
    }
    changes.forEach(alerts::changed);
  }
}
