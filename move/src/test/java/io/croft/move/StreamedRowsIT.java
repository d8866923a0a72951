package io.croft.move;

import static io.croft.core.Isolation.DATABASE;
import static io.croft.core.Isolation.POOL;
import static io.croft.core.Isolation.SCHEMA;
import static io.croft.testbed.TestFleet.EU;
import static io.croft.testbed.TestFleet.US;
import static org.assertj.core.api.Assertions.assertThat;

import io.croft.catalog.Operation;
import io.croft.core.Isolation;
import io.croft.core.TenantId;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every kind of change that a tenant makes while its rows are being copied arrives as it was. */
class StreamedRowsIT {

  private static final List<String> CHANGES =
      List.of(
          "ALTER TABLE entry ALTER COLUMN note SET STORAGE EXTERNAL",
          "INSERT INTO entry (account_id, operation, amount, note)"
              + " SELECT min(id), gen_random_uuid(), 9, repeat('y', 9000) FROM account");

  private static final List<String> WHILE_COPYING =
      List.of(
          // A value outside of its row, not touched.
          "UPDATE entry SET amount = amount + 1 WHERE length(note) > 100",
          "UPDATE entry SET note = NULL, tags = ARRAY['x', NULL, '{,}'] WHERE amount < 3",
          // Keys change, also one that another row has just given up.
          "UPDATE entry SET id = -id WHERE id % 5 = 0",
          "DELETE FROM entry WHERE id % 7 = 0",
          "INSERT INTO entry (id, account_id, operation, amount)"
              + " SELECT -1000, min(id), gen_random_uuid(), 1 FROM account",
          "DELETE FROM entry WHERE id = -1000",
          "INSERT INTO entry (id, account_id, operation, amount)"
              + " SELECT -1000, min(id), gen_random_uuid(), 2 FROM account",
          // From one partition to another.
          "UPDATE event SET happened_on = happened_on + 40 WHERE happened_on < '2025-12-24'",
          "UPDATE category SET parent = 'child' WHERE code = 'self'",
          "UPDATE account SET mood = 'closed', details = '{\"a\": [1.50, null]}', balance = -0.01",
          "INSERT INTO account (name) SELECT 'more ' || n FROM generate_series(1, 3000) n",
          "UPDATE account SET balance = id WHERE name LIKE 'more %'",
          "DELETE FROM account WHERE name LIKE 'more 1%'");

  private final MoveFixture moves = new MoveFixture();

  @ParameterizedTest
  @EnumSource(Isolation.class)
  void arriveAsTheyWere(Isolation from) throws SQLException {
    TenantId tenant = moves.filledTenant(from, EU, 20, 30);
    try (Connection superuser = moves.fleet.superuser(moves.placement(tenant));
        Statement statement = superuser.createStatement()) {
      statement.execute("SET search_path = " + moves.placement(tenant).schema());
      statement.execute(CHANGES.get(0));
    }
    change(tenant, CHANGES.subList(1, 2));
    for (Isolation to : new Isolation[] {SCHEMA, POOL, DATABASE}) {
      String server = moves.placement(tenant).server().equals(EU) ? US : EU;
      Operation operation = moves.mover.start(tenant, to, server, MoveMode.STREAMED, "test");
      moves.mover.run(
          operation.id(),
          "test",
          (step, detail) -> {
            if (step == MoveStep.COPIED) {
              change(tenant, WHILE_COPYING);
            }
            if (step == MoveStep.VERIFIED) {
              change(tenant, List.of("UPDATE entry SET amount = 5 WHERE id > 0"));
            }
          });
      // The move has compared every row; this compares with what SQL says they must be.
      List<String> rows = LedgerRows.all(moves.fleet, moves.placement(tenant));
      assertThat(rows).anyMatch(row -> row.startsWith("entry") && row.contains(",-1000,"));
      assertThat(rows.stream().filter(row -> row.contains("more 1"))).isEmpty();
      assertThat(rows.stream().filter(row -> row.contains("more ")).count()).isEqualTo(1889);
      change(
          tenant,
          List.of(
              "DELETE FROM entry WHERE id = -1000",
              "DELETE FROM account WHERE name LIKE 'more %'"));
    }
  }

  private void change(TenantId tenant, List<String> statements) {
    try (Connection session = TenantSession.open(moves.fleet, moves.placement(tenant));
        Statement statement = session.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
      session.commit();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
