package io.croft.bench;

import io.croft.core.Isolation;
import io.croft.core.TenantId;
import io.croft.move.MoveMode;
import io.croft.move.MoveStep;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How many changes a streamed move applies in a second: they are made while its slot is there and
 * its copy has not begun, and it catches up with all of them at once.
 */
final class ApplyRates implements Part {

  private static final int AT_ONCE = 1_000;
  private static final int MOST_ROUNDS = 3;
  private static final long FIRST = 1_000_000;

  private static final String INSERT =
      """
      INSERT INTO %1$s.event (tenant_id, id, account_id, amount, note)
      SELECT '%2$s', n, n, 1, 'event ' || n FROM generate_series(%3$d, %4$d) n
      """;

  private static final String UPDATE =
      "UPDATE %1$s.event SET note = note || '!' WHERE tenant_id = '%2$s' AND id BETWEEN %3$d AND %4$d";

  private static final String DELETE =
      "DELETE FROM %1$s.event WHERE tenant_id = '%2$s' AND id BETWEEN %3$d AND %4$d";

  private final MoveSite site;
  private final MovesScale scale;

  /** Changes that are made in the same way. */
  private record Kind(String text, String sql, int changes, int atOnce) {}

  ApplyRates(MoveSite site, MovesScale scale) {
    this.site = site;
    this.scale = scale;
  }

  @Override
  public String title() {
    return "rates of application";
  }

  @Override
  public void measure(Findings findings) throws SQLException {
    TenantId tenant = site.tenant(Isolation.SCHEMA, MovesScale.SMALL_ROWS);
    int many = scale.rateRows() / AT_ONCE * AT_ONCE;
    List<Kind> kinds =
        List.of(
            new Kind("inserts, 1,000 in a transaction", INSERT, many, AT_ONCE),
            new Kind("updates, 1,000 in a transaction", UPDATE, many, AT_ONCE),
            new Kind("deletes, 1,000 in a transaction", DELETE, many, AT_ONCE),
            new Kind("transactions of one insert", INSERT, scale.singles(), 1),
            new Kind("transactions of one update", UPDATE, scale.singles(), 1),
            new Kind("transactions of one delete", DELETE, scale.singles(), 1));
    Map<Kind, List<Double>> rates = new LinkedHashMap<>();
    int hops = 0;
    for (int round = 0; round < Math.min(MOST_ROUNDS, scale.rounds()); round++) {
      for (Kind kind : kinds) {
        String server = hops++ % 2 == 0 ? Hop.TWO : Hop.ONE;
        rates.computeIfAbsent(kind, any -> new ArrayList<>()).add(rate(tenant, kind, server));
      }
    }
    List<List<Object>> rows = new ArrayList<>();
    rates.forEach(
        (kind, values) -> rows.add(Table.row(kind.text(), kind.changes(), Ratio.plain(values))));
    findings.add(
        new Table(
            "Rates of application",
            "A streamed move from schema home to schema home on the other server catches up with changes that were made before its copy: decoded, sent, applied and committed, from the end of the copy until a mark behind the last of them has come.",
            List.of("changes", "number", "changes/s"),
            rows));
  }

  private double rate(TenantId tenant, Kind kind, String server) {
    Moved moved =
        site.move(
            tenant,
            Hop.to(Isolation.SCHEMA, server),
            MoveMode.STREAMED,
            (step, detail) -> {
              if (step == MoveStep.SUBSCRIBED) {
                change(tenant, kind);
              }
            });
    if (moved.result().isEmpty()) {
      throw new IllegalStateException("the move failed: " + moved.failure());
    }
    long nanos = moved.ended(MoveStep.CAUGHT_UP) - moved.ended(MoveStep.COPIED);
    return kind.changes() * 1e9 / nanos;
  }

  private void change(TenantId tenant, Kind kind) {
    String schema = site.placement(tenant).schema();
    try (Connection connection = site.superuser(tenant);
        Statement statement = connection.createStatement()) {
      statement.execute("SET synchronous_commit = off");
      for (long at = FIRST; at < FIRST + kind.changes(); at += kind.atOnce()) {
        statement.execute(kind.sql().formatted(schema, tenant, at, at + kind.atOnce() - 1));
      }
    } catch (SQLException e) {
      throw new IllegalStateException("the changes failed", e);
    }
  }
}
