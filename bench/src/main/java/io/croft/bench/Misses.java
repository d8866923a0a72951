package io.croft.bench;

import io.croft.core.TenantId;
import io.croft.core.TenantScope;
import io.croft.jdbc.CroftDataSource;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The first query of a tenant that has no idle connection, beside a connect by the driver. */
final class Misses implements Part {

  private static final double MOST = 1.1;
  private static final int IN_ROUND = 10;
  private static final int SMALL_BUDGET = 5;
  private static final Duration IDLE = Duration.ofSeconds(1);
  private static final String QUERY = "SELECT current_database()::text, count(*) FROM account";

  private final Site site;
  private final DataScale scale;
  private final Homes homes;

  Misses(Site site, DataScale scale, Homes homes) {
    this.site = site;
    this.scale = scale;
    this.homes = homes;
  }

  @Override
  public String title() {
    return "the first query of a sleeping tenant";
  }

  @Override
  public void measure(Findings findings) throws SQLException {
    List<TenantId> databases = homes.databases();
    List<List<Object>> rows = new ArrayList<>();
    for (TenantId tenant : databases.subList(0, used(databases))) {
      raw(tenant);
    }
    Ratio database = measure("database home", databases, Site.BUDGET, rows);
    Ratio schema = measure("schema home", site.schemas(), Site.BUDGET, rows);
    measure("database home, in the place of another's connection", databases, SMALL_BUDGET, rows);
    String raw = "connect and query by the driver";
    findings.add(
        Outcome.atMost(MOST, "", "first query of a sleeping database home", raw, database));
    findings.add(Outcome.atMost(MOST, "", "first query of a sleeping schema home", raw, schema));
    findings.add(
        new Table(
            "The first query of a sleeping tenant",
            "Placements are known, no connection is there; in each round up to %d tenants, each by both in turn."
                .formatted(IN_ROUND),
            List.of("home", "driver ms", "Croft ms", "ratio"),
            rows));
  }

  private int used(List<TenantId> tenants) {
    return Math.min(tenants.size(), IN_ROUND);
  }

  private Ratio measure(String name, List<TenantId> all, int budget, List<List<Object>> rows)
      throws SQLException {
    List<TenantId> tenants = all.subList(0, used(all));
    boolean full = budget < tenants.size();
    CroftDataSource croft =
        site.reopen(budget, builder -> full ? builder : builder.idleTimeout(IDLE));
    List<Double> raw = new ArrayList<>();
    List<Double> missed = new ArrayList<>();
    for (int round = -1; round < scale.rows().rounds(); round++) {
      for (TenantId tenant : tenants) {
        croft(croft, tenant);
      }
      if (!full) {
        homes.awaitAsleep();
      }
      List<Double> rawOnes = new ArrayList<>();
      List<Double> missedOnes = new ArrayList<>();
      for (TenantId tenant : tenants) {
        rawOnes.add(raw(tenant));
        missedOnes.add(croft(croft, tenant));
      }
      if (round >= 0) {
        raw.add(Ratio.median(rawOnes));
        missed.add(Ratio.median(missedOnes));
      }
    }
    Ratio ratio = Ratio.of(missed, raw);
    rows.add(Table.row(name, Ratio.median(raw), Ratio.median(missed), ratio));
    return ratio;
  }

  /** Returns after how many milliseconds the row is there. */
  private double raw(TenantId tenant) throws SQLException {
    long begun = System.nanoTime();
    try (Connection connection = site.raw(tenant)) {
      query(connection, tenant);
      return (System.nanoTime() - begun) / 1e6;
    }
  }

  private double croft(CroftDataSource croft, TenantId tenant) throws SQLException {
    long begun = System.nanoTime();
    TenantScope.Work<Double, SQLException> work =
        () -> {
          try (Connection connection = croft.getConnection()) {
            query(connection, tenant);
            return (System.nanoTime() - begun) / 1e6;
          }
        };
    return TenantScope.call(tenant, work);
  }

  private void query(Connection connection, TenantId tenant) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(QUERY)) {
      row.next();
      if (!site.placement(tenant).database().equals(row.getString(1))) {
        throw new IllegalStateException(tenant + " was served by " + row.getString(1));
      }
    }
  }
}
