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
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StreamedMoveIT {

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
          new Hop(POOL, US),
          new Hop(SCHEMA, US));

  @Test
  void carriesEveryRowThroughEveryKindOfHomeAndLeavesNothingBehind() throws SQLException {
    TenantId neighbour = moves.filledTenant(POOL, EU, 3, 4);
    TenantId tenant = moves.filledTenant(POOL, EU, 20, 30);
    List<String> rows = LedgerRows.all(moves.fleet, moves.placement(tenant));
    List<String> others = LedgerRows.all(moves.fleet, moves.placement(neighbour));
    long lastId = 0;

    for (Hop hop : TOUR) {
      Placement before = moves.placement(tenant);
      MoveResult result = moves.move(tenant, hop.isolation(), hop.server(), MoveMode.STREAMED);
      Placement after = moves.placement(tenant);

      assertThat(result.mode()).isEqualTo(MoveMode.STREAMED);
      assertThat(after).isEqualTo(result.to());
      assertThat(after.summary()).isEqualTo(hop.isolation() + "@" + hop.server());
      assertThat(LedgerRows.all(moves.fleet, after)).isEqualTo(rows);
      assertThat(LeftOvers.of(moves.fleet, before)).isEmpty();
      assertThat(LeftOvers.ofStreams(moves.fleet, before.server())).isEmpty();
      long nextId = moves.addEntry(tenant);
      assertThat(nextId).isGreaterThan(lastId);
      lastId = nextId;
      rows = LedgerRows.all(moves.fleet, after);
    }
    assertThat(LedgerRows.all(moves.fleet, moves.placement(neighbour))).isEqualTo(others);
  }

  /** Or it takes any index that begins with the tenant to be as good as the key. */
  @Test
  void letsPostgreSqlKnowOfTheManyRowsThatHaveComeToAPool() throws SQLException {
    TenantId tenant = moves.filledTenant(SCHEMA, EU, 20, 150);
    Set<String> before = analyzed(US);
    moves.move(tenant, POOL, US, MoveMode.STREAMED);
    Set<String> now = analyzed(US);
    now.removeAll(before);
    assertThat(now).extracting(table -> table.split(" ", 2)[0]).containsExactly("entry");
  }

  /** Returns the tables of a pool, each with the time at which somebody has last analyzed it. */
  private Set<String> analyzed(String server) throws SQLException {
    Set<String> tables = new HashSet<>();
    try (Connection pool = moves.fleet.server(server).connect(Placement.SHARED_DATABASE);
        Statement query = pool.createStatement();
        ResultSet row =
            query.executeQuery(
                """
                SELECT relname || ' ' || last_analyze FROM pg_stat_user_tables
                WHERE schemaname = 'app' AND last_analyze IS NOT NULL
                """)) {
      while (row.next()) {
        tables.add(row.getString(1));
      }
    }
    return tables;
  }
}
