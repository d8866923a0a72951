package io.croft.move;

import static io.croft.core.Isolation.POOL;
import static io.croft.testbed.TestFleet.EU;
import static io.croft.testbed.TestFleet.US;
import static org.assertj.core.api.Assertions.assertThat;

import io.croft.catalog.Catalog;
import io.croft.catalog.Operation;
import io.croft.core.Isolation;
import io.croft.core.Placement;
import io.croft.core.TenantId;
import io.croft.jdbc.CroftDataSource;
import java.sql.SQLException;
import java.util.List;
import java.util.Random;

/** One tenant that works and is moved some times, each time with a fault; a seed decides it all. */
final class RandomTravel {

  private static final int MOVES = 3;
  private static final List<String> SERVERS = List.of(EU, US);

  private final MoveFixture moves;
  private final Ordeal ordeal;
  private final Catalog reader;
  private final long seed;
  private final Random random;
  private final List<Fault> faults;
  private final Weather weather;

  RandomTravel(
      MoveFixture moves,
      Ordeal ordeal,
      Catalog reader,
      Weather weather,
      long seed,
      List<Fault> faults) {
    this.moves = moves;
    this.ordeal = ordeal;
    this.reader = reader;
    this.weather = weather;
    this.seed = seed;
    this.random = new Random(seed);
    this.faults = faults;
  }

  LedgerAudit.Findings run(TravelSummary summary) throws Exception {
    TenantId tenant = weather.calm(this::settle);
    LedgerAudit audit = weather.calm(() -> new LedgerAudit(moves.fleet, moves.placement(tenant)));
    try (CroftDataSource application =
            CroftDataSource.builder(reader, moves.fleet.secret().application()).build();
        LedgerClients clients = LedgerClients.start(application, tenant)) {
      for (int number = 0; number < MOVES; number++) {
        move(tenant, clients, number, summary);
      }
      clients.stop();
      LedgerAudit.Findings findings = weather.calm(() -> conclude(tenant, audit, clients));
      summary.arrived(findings, clients);
      assertThat(clients.errors().stream().filter(shown -> !weather.excuses(shown)).toList())
          .as("seed %d", seed)
          .isEmpty();
      return findings;
    }
  }

  private TenantId settle() throws SQLException {
    return moves.filledTenant(
        one(List.of(Isolation.values())), one(SERVERS), LedgerClients.CLIENTS, 10);
  }

  private LedgerAudit.Findings conclude(TenantId tenant, LedgerAudit audit, LedgerClients clients)
      throws SQLException {
    Placement home = moves.placement(tenant);
    LedgerAudit.Findings findings = audit.compare(home, clients);
    if (home.isolation() != POOL) {
      moves.fleet.homes().dropEvenInUse(home);
    }
    return findings;
  }

  private void move(TenantId tenant, LedgerClients clients, int number, TravelSummary summary)
      throws Exception {
    Placement from = weather.calm(() -> moves.placement(tenant));
    Isolation isolation;
    String server;
    do {
      isolation = one(List.of(Isolation.values()));
      server = one(SERVERS);
    } while (from.sameHomeKind(isolation, server));
    MoveOrder order = MoveOrder.of(tenant, isolation, server);
    Cell cell = cell();
    boolean undo = random.nextInt(4) == 0;
    String what =
        "seed %d, move %d, from %s to %s@%s, %s"
            .formatted(seed, number, from.summary(), isolation.word(), server, cell);
    try {
      summary.moved(weather.under(cell.fault(), () -> move(order, cell, undo, clients)));
    } catch (Exception | AssertionError e) {
      throw new AssertionError(what, e);
    }
  }

  private TrialResult.Outcome move(MoveOrder order, Cell cell, boolean undo, LedgerClients clients)
      throws Exception {
    MoveMode mode = MoveMode.of(cell.journey().word());
    Operation operation = moves.mover.start(order.in(mode), "test");
    Route route = Route.of(operation.tenant(), operation.spec());
    Ordeal.work(clients);
    Ordeal.Blow blow = ordeal.strike(operation, cell);
    weather.came(blow);
    Ordeal.work(clients);
    assertThat(OpenHomes.of(moves.fleet, route)).hasSize(1);
    TrialResult.Outcome outcome = ordeal.conclude(operation, blow, undo);
    Ordeal.work(clients);
    ordeal.requireNothingLeft(
        operation, outcome == TrialResult.Outcome.UNDONE ? route.from() : route.to());
    return outcome;
  }

  private Cell cell() {
    Journey journey = Journey.of(one(List.of(MoveMode.values())));
    return new Cell(
        journey, 0, one(journey.tried()), one(List.of(Failpoint.values())), one(faults));
  }

  private <T> T one(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
