package io.croft.move;

import static io.croft.core.Isolation.DATABASE;
import static io.croft.core.Isolation.POOL;
import static io.croft.core.Isolation.SCHEMA;
import static io.croft.testbed.TestFleet.EU;
import static io.croft.testbed.TestFleet.US;
import static org.assertj.core.api.Assertions.assertThat;

import io.croft.core.Isolation;
import io.croft.core.Placement;
import io.croft.core.TenantId;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

class MoveIT {

  private final MoveFixture moves = new MoveFixture();

  private record Hop(Isolation isolation, String server) {}

  /** Together with the start in eu-1's pool: every pair of isolations, on one server and across. */
  private static final List<Hop> TOUR =
      List.of(
          new Hop(SCHEMA, EU),
          new Hop(DATABASE, EU),
          new Hop(DATABASE, US),
          new Hop(SCHEMA, US),
          new Hop(SCHEMA, EU),
          new Hop(POOL, EU),
          new Hop(POOL, US),
          new Hop(DATABASE, US),
          new Hop(POOL, EU),
          new Hop(DATABASE, US),
          new Hop(SCHEMA, EU),
          new Hop(POOL, US),
          new Hop(SCHEMA, EU),
          new Hop(DATABASE, US),
          new Hop(POOL, US),
          new Hop(POOL, EU));

  @Test
  void carriesEveryRowThroughEveryKindOfHomeAndLeavesNothingBehind() throws SQLException {
    TenantId neighbour = moves.filledTenant(POOL, EU, 3, 4);
    TenantId tenant = moves.filledTenant(POOL, EU, 20, 30);
    List<String> rows = LedgerRows.all(moves.fleet, moves.placement(tenant));
    List<String> others = LedgerRows.all(moves.fleet, moves.placement(neighbour));
    assertThat(rows).hasSizeGreaterThan(600);
    long lastId = 0;

    for (Hop hop : TOUR) {
      Placement before = moves.placement(tenant);
      MoveResult result = moves.move(tenant, hop.isolation(), hop.server());
      Placement after = moves.placement(tenant);

      assertThat(after).isEqualTo(result.to());
      assertThat(after.summary()).isEqualTo(hop.isolation() + "@" + hop.server());
      assertThat(LedgerRows.all(moves.fleet, after)).isEqualTo(rows);
      assertThat(LeftOvers.of(moves.fleet, before)).isEmpty();
      long nextId = moves.addEntry(tenant);
      assertThat(nextId).isGreaterThan(lastId);
      lastId = nextId;
      rows = LedgerRows.all(moves.fleet, after);
    }
    assertThat(LedgerRows.all(moves.fleet, moves.placement(neighbour))).isEqualTo(others);
  }
}
