package io.croft.move;

import io.croft.core.Identifiers;
import io.croft.core.Placement;
import io.croft.testbed.TestFleet;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Fills the ledger application and reads it as a superuser sees it. */
final class LedgerRows {

  static final List<String> TABLES = List.of("account", "entry", "event", "category");

  private LedgerRows() {}

  /** What an application would write in a tenant's session; no tenant is named. */
  static void fill(Connection tenant, int accounts, int entriesEach) throws SQLException {
    try (Statement statement = tenant.createStatement()) {
      statement.execute(
          """
          INSERT INTO account (name, balance, mood, details)
          SELECT 'account ' || n, n * 1.10, 'busy', jsonb_build_object('n', n, 'text', 'ü'' \\ "')
          FROM generate_series(1, %d) n
          """
              .formatted(accounts));
      statement.execute(
          """
          INSERT INTO entry (account_id, operation, amount, tags, note)
          SELECT a.id, gen_random_uuid(), n + 0.05, ARRAY['a', NULL, 'b,"c"'],
                 CASE n %% 3 WHEN 0 THEN NULL WHEN 1 THEN E'tab\\tline\\n\\\\.' ELSE repeat('x', 3000) END
          FROM account a, generate_series(1, %d) n
          """
              .formatted(entriesEach));
      statement.execute(
          """
          INSERT INTO event (happened_on, payload)
          SELECT d::date, decode('00ff5c0a', 'hex')
          FROM generate_series('2025-12-20'::date, '2026-01-10'::date, '1 day') d
          """);
      statement.execute(
          "INSERT INTO category VALUES (DEFAULT, 'self', 'self'), (DEFAULT, 'child', 'self')");
    }
  }

  /** All rows of the tenant in its home, as text, table by table in order. */
  static List<String> all(TestFleet fleet, Placement home) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Connection superuser = fleet.superuser(home);
        Statement statement = superuser.createStatement()) {
      for (String table : TABLES) {
        String sql =
            "SELECT t::text FROM %s t WHERE tenant_id = '%s' ORDER BY 1"
                .formatted(Identifiers.quote(home.schema(), table), home.tenant());
        try (ResultSet result = statement.executeQuery(sql)) {
          while (result.next()) {
            rows.add(table + ": " + result.getString(1));
          }
        }
      }
    }
    return rows;
  }
}
