package io.croft.watch;

import io.croft.catalog.ControlCatalog;
import io.croft.catalog.Proof;
import io.croft.catalog.WatchRound;
import io.croft.catalog.WatchedHomes;
import io.croft.core.CroftException;
import io.croft.core.Placement;
import io.croft.gate.MasterSecret;
import io.croft.home.Homes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * Proves on live servers, again and again, that tenants are kept apart: canaries of Croft's own try
 * to reach each other with the logins and rights that the application uses. Of tenants it reads no
 * row, and it writes only the canary's row of a home that has none. Thread-safe.
 */
public final class Watch {

  private final ControlCatalog catalog;
  private final WatchSettings settings;
  private final ProbeSessions sessions;
  private final Canary canary;
  private final GateLook gate = new GateLook();

  /**
   * Opens nothing yet.
   *
   * @param homes where the canaries of pools get their homes
   */
  public Watch(ControlCatalog catalog, MasterSecret secret, Homes homes, WatchSettings settings) {
    this.catalog = catalog;
    this.settings = settings;
    this.sessions = new ProbeSessions(catalog, secret, settings.patience());
    this.canary = new Canary(secret, homes);
  }

  /**
   * Makes one round over a server and keeps what it finds in the catalog. The first one plants the
   * canaries. A probe that does not hold is a result, no error.
   *
   * @param worker who makes it
   * @param stopped asked before each home; when true, the round ends incomplete
   * @throws CroftException {@code server-unknown}; {@code catalog-unreachable}; {@code
   *     operation-lost} when this worker was silent for longer than its lease
   */
  public RoundReport round(
      String server, String worker, WatchListener listener, BooleanSupplier stopped) {
    Optional<WatchRound> begun = catalog.proof().begin(server, worker, settings.lease());
    if (begun.isEmpty()) {
      return new RoundReport(server, begun, List.of());
    }
    return new ServerRound(
            catalog, settings, sessions, canary, gate, new Alerts(listener), stopped, begun.get())
        .make();
  }

  /** Returns what the next round over a server would do; changes nothing. */
  public WatchPlan plan(String server) {
    Proof proof = catalog.proof();
    String name = catalog.server(server).name();
    WatchedHomes turn = proof.next(name, settings.homesPerRound());
    List<String> plant = new ArrayList<>();
    if (!proof.everHeld(name, Probe.OWN_ROW.id())) {
      plant.add("pool, two canaries");
    }
    turn.next().stream()
        .filter(home -> !proof.everHeld(home.tenant(), Probe.OWN_ROW.id()))
        .map(Watch::describe)
        .forEach(plant::add);
    Stream<String> all = turn.next().stream().map(Watch::describe);
    return new WatchPlan(name, turn.homes(), all.toList(), turn.withinRounds(), plant);
  }

  private static String describe(Placement home) {
    return home.isolation() + " " + home.tenant();
  }
}
