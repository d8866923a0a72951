package io.croft.move;

import io.croft.core.Placement;
import io.croft.testbed.TestFleet;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Compares what a tenant's home holds with what its clients were told, and with what it held before
 * they began.
 */
final class LedgerAudit {

  /** Rows that the clients do not touch, and what they leave alone of those that they do. */
  private static final List<String> UNTOUCHED =
      List.of(
          "SELECT e::text FROM %1$s.entry e WHERE tenant_id = '%2$s' AND NOT (amount = 1 AND note IS NULL)",
          "SELECT (a.id, a.name, a.mood, a.details, a.currency)::text FROM %1$s.account a WHERE tenant_id = '%2$s'",
          "SELECT e::text FROM %1$s.event e WHERE tenant_id = '%2$s'",
          "SELECT c::text FROM %1$s.category c WHERE tenant_id = '%2$s'");

  private static final String TRANSFERS =
      """
      SELECT operation, account_id FROM %1$s.entry
      WHERE tenant_id = '%2$s' AND amount = 1 AND note IS NULL
      """;

  private static final String BALANCES =
      "SELECT id::text, balance::text FROM %1$s.account WHERE tenant_id = '%2$s'";

  private final TestFleet fleet;
  private final Map<Long, Long> openingCents;
  private final List<String> untouched;

  /** What was found; all of them are empty when nothing is wrong. */
  record Findings(List<UUID> lost, List<UUID> doubled, List<String> wrong) {

    boolean none() {
      return lost.isEmpty() && doubled.isEmpty() && wrong.isEmpty();
    }
  }

  /** Notes what a home holds before its clients begin. */
  LedgerAudit(TestFleet fleet, Placement home) throws SQLException {
    this.fleet = fleet;
    this.openingCents = balances(home);
    this.untouched = untouched(home);
  }

  /** Looks at the home where the tenant lives now; the clients have ended. */
  Findings compare(Placement home, LedgerClients clients) throws SQLException {
    List<UUID> lost = new ArrayList<>();
    List<UUID> doubled = new ArrayList<>();
    List<String> wrong = new ArrayList<>();
    Map<Long, Long> expected = new HashMap<>(openingCents);
    Set<UUID> found = new HashSet<>();
    for (List<String> transfer : rows(home, TRANSFERS)) {
      UUID operation = UUID.fromString(transfer.get(0));
      expected.merge(Long.valueOf(transfer.get(1)), 100L, Long::sum);
      if (!found.add(operation)) {
        doubled.add(operation);
      }
      if (!clients.acknowledged().contains(operation) && !clients.unknown().contains(operation)) {
        wrong.add("transfer " + operation + " was never committed");
      }
    }
    clients.acknowledged().stream().filter(id -> !found.contains(id)).forEach(lost::add);
    Map<Long, Long> balances = balances(home);
    if (!balances.equals(expected)) {
      wrong.add("balances are " + balances + ", and the entries say " + expected);
    }
    if (!untouched(home).equals(untouched)) {
      wrong.add("rows have changed that nobody has touched");
    }
    return new Findings(lost, doubled, wrong);
  }

  private Map<Long, Long> balances(Placement home) throws SQLException {
    Map<Long, Long> cents = new HashMap<>();
    for (List<String> row : rows(home, BALANCES)) {
      cents.put(Long.valueOf(row.get(0)), Long.valueOf(row.get(1).replace(".", "")));
    }
    return cents;
  }

  private List<String> untouched(Placement home) throws SQLException {
    List<String> all = new ArrayList<>();
    for (String query : UNTOUCHED) {
      rows(home, query).stream().map(row -> row.get(0)).sorted().forEach(all::add);
    }
    return all;
  }

  private List<List<String>> rows(Placement home, String query) throws SQLException {
    List<List<String>> rows = new ArrayList<>();
    try (Connection superuser = fleet.superuser(home);
        Statement statement = superuser.createStatement();
        ResultSet row = statement.executeQuery(query.formatted(home.schema(), home.tenant()))) {
      while (row.next()) {
        List<String> columns = new ArrayList<>();
        for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
          columns.add(row.getString(i));
        }
        rows.add(columns);
      }
    }
    return rows;
  }
}
