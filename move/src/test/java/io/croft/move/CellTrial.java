package io.croft.move;

import static io.croft.core.Isolation.DATABASE;
import static io.croft.core.Isolation.POOL;
import static io.croft.core.Isolation.SCHEMA;
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
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

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

  private static final Duration LONG = Duration.ofHours(1);

  /** So long a move that waits is left waiting, which is when some of the faults come. */
  private static final Duration A_WHILE = Duration.ofSeconds(1);

  /** A move that has ended, and whether the tenant has come to its new home. */
  private record Leg(Route route, boolean arrived) {

    Placement home() {
      return arrived ? route.to() : route.from();
    }
  }

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
    Placement origin = moves.placement(tenant);
    LedgerAudit audit = new LedgerAudit(moves.fleet, origin);
    try (CroftDataSource application =
            CroftDataSource.builder(reader, moves.fleet.secret().application()).build();
        LedgerClients clients = LedgerClients.start(application, tenant)) {
      Ordeal.work(clients);
      Operation operation = begin(cell.journey(), tenant, hop.to());
      Route route = Route.of(tenant, operation.spec());
      Ordeal.Blow blow = ordeal.strike(operation, cell);
      Ordeal.work(clients);
      assertThat(OpenHomes.of(moves.fleet, route)).hasSize(1);
      TrialResult.Outcome outcome = ordeal.conclude(operation, blow, cell.number() % 4 == 0);
      Ordeal.work(clients);
      Leg last = new Leg(route, outcome != TrialResult.Outcome.UNDONE);
      if (cell.journey() == Journey.AWAY && last.arrived()) {
        last = endWayBack(operation, cell.number() % 2 == 0);
        Ordeal.work(clients);
      }
      clients.stop();
      Placement home = last.home();
      TrialResult result = new TrialResult(cell, outcome, audit.compare(home, clients), clients);
      ordeal.requireNothingLeft(last.route(), home);
      requireLeft(origin, home);
      assertThat(neighbours.unchanged()).isTrue();
      assertThat(clients.errors().stream().filter(shown -> !blow.excuses(shown)).toList())
          .isEmpty();
      if (home.isolation() != POOL) {
        moves.fleet.homes().dropEvenInUse(home);
      }
      return result;
    }
  }

  /** Puts the move into the catalog which the fault is to befall. */
  private Operation begin(Journey journey, TenantId tenant, Isolation to) {
    MoveOrder order = MoveOrder.of(tenant, to, US);
    return switch (journey) {
      case FENCED_COPY -> start(order.in(MoveMode.FENCED_COPY));
      case STREAMED -> start(order.in(MoveMode.STREAMED));
      case HELD -> goOnSoon(start(order.held()).id());
      case AWAY -> start(order.withWayBack(LONG));
      case BACK -> {
        UUID away = start(order.withWayBack(LONG)).id();
        MoveResult there = moves.mover.run(away, "test", MoveListener.NONE).orElseThrow();
        yield goOnSoon(there.wayBack().orElseThrow());
      }
    };
  }

  private Operation start(MoveOrder order) {
    return moves.mover.start(order, "test");
  }

  private Operation goOnSoon(UUID waiting) {
    return moves.mover.cutover(waiting, Instant.now().plus(A_WHILE), "test");
  }

  /** Brings the tenant home over the way back that a move has kept, or removes the old home. */
  private Leg endWayBack(Operation away, boolean reverse) {
    UUID id = WayBack.of(away.spec()).orElseThrow().operation();
    Operation back =
        reverse
            ? moves.mover.cutover(id, null, "test")
            : moves.fleet.catalog().operations().cancel(id, "test");
    assertThat(new Resumption(moves, back).run().isPresent()).isEqualTo(reverse);
    return new Leg(Route.of(back.tenant(), back.spec()), reverse);
  }

  /** Who has come back to a pool has rows there again. */
  private void requireLeft(Placement origin, Placement home) throws SQLException {
    if (origin.equals(home)) {
      return;
    }
    List<String> found = LeftOvers.of(moves.fleet, origin);
    if (home.isolation() == POOL && origin.sameHomeKind(POOL, home.server())) {
      found.removeIf(what -> what.startsWith("rows"));
    }
    assertThat(found).isEmpty();
  }
}
