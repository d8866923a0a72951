package io.croft.move;

import static io.croft.core.Isolation.DATABASE;
import static io.croft.core.Isolation.POOL;
import static io.croft.core.Isolation.SCHEMA;
import static io.croft.test.TestFleet.EU;
import static io.croft.test.TestFleet.US;
import static org.assertj.core.api.Assertions.assertThat;

import io.croft.catalog.Catalog;
import io.croft.catalog.Operation;
import io.croft.core.Isolation;
import io.croft.core.Placement;
import io.croft.core.TenantId;
import io.croft.jdbc.CroftDataSource;
import java.util.List;

/**
 * One tenant that works, moves, meets a fault and works on; then the move is finished or undone,
 * and everything is looked at.
 */
final class CellTrial {

  /** From one server to the other, so that each can fail alone. */
  private record Hop(Isolation from, Isolation to) {}

  private static final List<Hop> HOPS =
      List.of(
          new Hop(POOL, SCHEMA),
          new Hop(SCHEMA, DATABASE),
          new Hop(DATABASE, POOL),
          new Hop(POOL, DATABASE),
          new Hop(SCHEMA, POOL),
          new Hop(DATABASE, SCHEMA),
          new Hop(POOL, POOL));

  private final MoveFixture moves;
  private final Ordeal ordeal;
  private final Catalog reader;
  private final Neighbours neighbours;

  CellTrial(MoveFixture moves, Ordeal ordeal, Catalog reader, Neighbours neighbours) {
    this.moves = moves;
    this.ordeal = ordeal;
    this.reader = reader;
    this.neighbours = neighbours;
  }

  TrialResult run(Cell cell) throws Exception {
    Hop hop = HOPS.get(cell.number() % HOPS.size());
    TenantId tenant = moves.filledTenant(hop.from(), EU, LedgerClients.CLIENTS, 10);
    LedgerAudit audit = new LedgerAudit(moves.fleet, moves.placement(tenant));
    try (CroftDataSource application =
            CroftDataSource.builder(reader, moves.fleet.secret().application()).build();
        LedgerClients clients = LedgerClients.start(application, tenant)) {
      Ordeal.work(clients);
      Operation operation = moves.mover.start(tenant, hop.to(), US, cell.mode(), "test");
      Route route = Route.of(tenant, operation.spec());
      Ordeal.Blow blow = ordeal.strike(operation, cell);
      Ordeal.work(clients);
      assertThat(OpenHomes.of(moves.fleet, route)).hasSize(1);
      TrialResult.Outcome outcome = ordeal.conclude(operation, blow, cell.number() % 4 == 0);
      Ordeal.work(clients);
      clients.stop();
      Placement home = outcome == TrialResult.Outcome.UNDONE ? route.from() : route.to();
      TrialResult result = new TrialResult(cell, outcome, audit.compare(home, clients), clients);
      ordeal.requireNothingLeft(route, home);
      assertThat(neighbours.unchanged()).isTrue();
      assertThat(clients.errors().stream().filter(shown -> !blow.excuses(shown)).toList())
          .isEmpty();
      if (home.isolation() != POOL) {
        moves.fleet.homes().dropEvenInUse(home);
      }
      return result;
    }
  }
}
