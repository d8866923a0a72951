package io.croft.bench;

import io.croft.bench.JdbcWay.Flights;
import io.croft.core.TenantId;
import io.croft.jdbc.CroftDataSource;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The same statement where ever more tenants are known and come in turn. */
final class Growth implements Part {

  private static final double MOST = 1.1;

  private final Site site;
  private final DataScale scale;
  private final Homes homes;

  Growth(Site site, DataScale scale, Homes homes) {
    this.site = site;
    this.scale = scale;
    this.homes = homes;
  }

  @Override
  public String title() {
    return "growth of the number of tenants";
  }

  @Override
  public void measure(Findings findings) throws SQLException, IOException {
    homes.databases();
    homes.rows();
    List<Way> pool = new ArrayList<>();
    List<Way> database = new ArrayList<>();
    for (int number : scale.growth()) {
      CroftDataSource source = site.compared(site.croft(any -> any));
      List<TenantId> tenants = homes.pool().subList(0, number);
      JdbcWay inTurn =
          new JdbcWay("%,d".formatted(number), site, source, Flights.AUTOCOMMIT, tenants)
              .lines(homes.lines())
              .scoped();
      for (int i = 0; i < number; i++) {
        inTurn.run(Workload.LOOKUP);
      }
      pool.add(inTurn);
      List<TenantId> own = List.of(site.ofDatabase());
      database.add(
          new JdbcWay("%,d".formatted(number), site, source, Flights.AUTOCOMMIT, own).scoped());
    }
    findings.add(table(findings, "pool, each of the tenants in turn", pool));
    findings.add(table(findings, "one database home, beside the tenants that are known", database));
  }

  private Table table(Findings findings, String title, List<Way> ways)
      throws SQLException, IOException {
    List<Series> measured = new Rounds(site.scale()).measure(Workload.LOOKUP, ways);
    Series base = measured.get(0);
    List<List<Object>> rows = new ArrayList<>();
    for (Series one : measured) {
      Figures figures = one.figures();
      rows.add(
          Table.row(
              one.way().name(),
              figures.p50Micros(),
              figures.p99Micros(),
              Ratio.of(one.medians(), base.medians())));
    }
    Series last = measured.get(measured.size() - 1);
    findings.add(
        Outcome.atMost(
            MOST,
            "",
            "%s tenants, %s".formatted(last.way().name(), title),
            base.way().name() + " tenants",
            Ratio.of(last.medians(), base.medians())));
    return new Table(
        "Growth: " + title,
        "One lookup by key; a data source for each number. The server holds %,d real databases and %,d tenants of the pool, the catalog %,d rows more, for all of them."
            .formatted(scale.databases(), scale.poolTenants(), scale.catalogRows()),
        List.of("tenants", "p50 us", "p99 us", "ratio"),
        rows);
  }
}
