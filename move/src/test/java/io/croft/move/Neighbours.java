package io.croft.move;

import static io.croft.testbed.TestFleet.EU;
import static io.croft.testbed.TestFleet.US;

import io.croft.core.Isolation;
import io.croft.core.TenantId;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Tenants in the pools of both servers that do nothing while others move. */
final class Neighbours {

  private final MoveFixture moves;
  private final List<TenantId> tenants;
  private final List<String> rows;

  Neighbours(MoveFixture moves) throws SQLException {
    this.moves = moves;
    this.tenants =
        List.of(
            moves.filledTenant(Isolation.POOL, EU, 5, 20),
            moves.filledTenant(Isolation.POOL, US, 5, 20));
    this.rows = rows();
  }

  /** Returns true when every row of them is as it was in the beginning. */
  boolean unchanged() throws SQLException {
    return rows().equals(rows);
  }

  private List<String> rows() throws SQLException {
    List<String> all = new ArrayList<>();
    for (TenantId tenant : tenants) {
      all.addAll(LedgerRows.all(moves.fleet, moves.placement(tenant)));
    }
    return all;
  }
}
