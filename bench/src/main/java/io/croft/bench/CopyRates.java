package io.croft.bench;

import io.croft.core.Isolation;
import io.croft.core.TenantId;
import io.croft.move.OneStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** How many rows one connection copies, hashes and decodes in a second, beside a plain COPY. */
final class CopyRates implements Part {

  private static final double LEAST = 200_000;

  private static final String WRITE =
      """
      INSERT INTO %s.event (tenant_id, id, account_id, amount, note)
      SELECT '%s', 1000000 + n, n, 1, 'event ' || n FROM generate_series(1, %d) n
      """;

  private final MoveSite site;
  private final MovesScale scale;
  private final List<Double> plain = new ArrayList<>();
  private final List<Double> copied = new ArrayList<>();
  private final List<Double> verified = new ArrayList<>();
  private final List<Double> decoded = new ArrayList<>();

  CopyRates(MoveSite site, MovesScale scale) {
    this.site = site;
    this.scale = scale;
  }

  @Override
  public String title() {
    return "rates of copy, comparison and decoding";
  }

  @Override
  public void measure(Findings findings) throws SQLException {
    TenantId tenant = site.tenant(Isolation.SCHEMA, scale.rateRows());
    String schema = site.placement(tenant).schema();
    OneStream parts = site.oneStream(tenant);
    try (Connection source = site.superuser(tenant);
        Connection target = site.superuser(Hop.TWO, "postgres")) {
      PlainCopy base = new PlainCopy(source, schema, target);
      base.perSecond();
      for (int round = 0; round < scale.rounds(); round++) {
        plain.add(base.perSecond());
        copied.add(parts.copy(Isolation.SCHEMA, Hop.TWO).perSecond());
        verified.add(parts.verify().perSecond());
      }
      for (int round = 0; round < scale.rounds(); round++) {
        decoded.add(
            parts.decode(scale.rateRows(), () -> write(source, schema, tenant)).perSecond());
        run(source, "TRUNCATE %s.event".formatted(schema));
      }
    }
    tell(findings);
  }

  private void write(Connection connection, String schema, TenantId tenant) throws SQLException {
    run(connection, WRITE.formatted(schema, tenant, scale.rateRows()));
  }

  private static void run(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private void tell(Findings findings) {
    Ratio rate = Ratio.plain(copied);
    findings.add(Outcome.atLeast(LEAST, "rows/s", "copy on one stream", "-", rate));
    findings.add(
        new Table(
            "Rates on one connection",
            "A schema home of %,d rows in five tables, with their indexes; copied in key order in one transaction into a new schema home on the other server. Plain: COPY TO | COPY FROM of the same tables, without key order and without a gate, into tables with the same indexes; both through this process. Decoded: inserts of one transaction of %,d rows, read and thrown away."
                .formatted(scale.rateRows(), scale.rateRows()),
            List.of("what", "rows/s", "of plain COPY"),
            List.of(
                Table.row("plain COPY to COPY", Ratio.plain(plain), 1),
                Table.row("copy", rate, Ratio.of(copied, plain)),
                Table.row("hash of one home", Ratio.plain(verified), Ratio.of(verified, plain)),
                Table.row("decoding", Ratio.plain(decoded), Ratio.of(decoded, plain)))));
  }
}
